/**
 * Floor 2: files to plain arrays and back; knows no business rule.
 *
 * <p>Read {@link org.chiscope.format.Safetensors} first. Every writer goes through {@link
 * org.chiscope.format.AtomicFiles}, so a file is either complete or absent. A file that cannot be
 * read is a {@link org.chiscope.format.FormatException}, one that cannot be written a {@link
 * org.chiscope.format.WriteException}; the message of both is one sentence for a person. Whether
 * values make sense (a NaN among weights, a shape that contradicts a config) is the caller's
 * question. Limit: a tensor has fewer than 2³¹ elements.
 */
@NullMarked
package org.chiscope.format;

import org.jspecify.annotations.NullMarked;
