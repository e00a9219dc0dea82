package org.chiscope.format;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The element types that can be read, by their safetensors names. */
enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    U16(2),
    U8(1);

    /** Bytes of one element. */
    final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of that safetensors name, or null. */
    static @Nullable ElementType named(String name) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** The type that {@code tensor} is written as. */
    static ElementType of(Tensor tensor) {
        return switch (tensor) {
            case Tensor.F32 t -> F32;
            case Tensor.F32Parts t -> F32;
            case Tensor.F16 t -> F16;
            case Tensor.F64 t -> F64;
            case Tensor.F64Parts t -> F64;
            case Tensor.I64 t -> I64;
            case Tensor.I32 t -> I32;
            case Tensor.U16 t -> U16;
            case Tensor.U8 t -> U8;
        };
    }
}
