package org.chiscope.network;

import org.chiscope.math.IndexSet;

/**
 * A named part of a model: the index set C of theory, of which the susceptibility matrix has a row.
 *
 * @param name as researchers write it: {@code l0h1}, {@code l0 attn}, {@code embed}, a parameter's
 *     name, or a union joined by {@code +}
 * @param kind what colours and groups it
 * @param layer the layer it belongs to, or −1 where that has no meaning
 * @param indices its parameters
 */
public record Component(String name, Kind kind, int layer, IndexSet indices) {

    /** Kinds of components, in the order in which they are shown. */
    public enum Kind {
        EMBEDDING,
        POSITION,
        HEAD,
        ATTENTION,
        MLP,
        UNEMBEDDING,
        OTHER
    }
}
