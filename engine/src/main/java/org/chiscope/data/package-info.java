/**
 * Floor 3: examples, tokenisers and data patterns; samples nothing and knows no weights.
 *
 * <p>Read {@link org.chiscope.data.TokenData} first, then {@link org.chiscope.data.Pattern} and
 * {@link org.chiscope.data.PatternRule}. Text becomes tokens by {@link
 * org.chiscope.data.BytePairTokenizer} and contexts by {@link org.chiscope.data.Corpus}. Everything
 * is held in memory: token data of some hundred million tokens is the limit.
 */
@NullMarked
package org.chiscope.data;

import org.jspecify.annotations.NullMarked;
