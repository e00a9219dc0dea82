package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.chiscope.format.Splitting;
import org.chiscope.format.TokenizerJson;

class BytePairTokenizerProperties {
    private static final String TEXT =
            "def train(self, text):\n    return self.text\n\n    # caf\u00e9 12 + 345 = 357\n"
                    + "the token, the token's text and the texts of other tokens\n";
    private static final BytePairTokenizer TOKENIZER = BytePairTokenizer.train(List.of(TEXT), 300);
    private static final BytePairTokenizer SPLIT_AS_GPT2 = splitAsGpt2();

    private static final TokenizerJson MERGES = TOKENIZER.toJson();
    private static final TokenizerJson MERGES_SPLIT_AS_GPT2 = SPLIT_AS_GPT2.toJson();

    private static BytePairTokenizer splitAsGpt2() {
        TokenizerJson json = TOKENIZER.toJson();
        return BytePairTokenizer.fromJson(
                new TokenizerJson(json.vocabulary(), json.merges(), true, Splitting.GPT2));
    }

    /** Any characters but unpaired surrogates, which no encoding can carry; often from TEXT. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any =
                Arbitraries.integers()
                        .between(0, Character.MAX_CODE_POINT)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .map(Character::toString);
        Arbitrary<String> ordinary =
                Arbitraries.integers()
                        .between(0, TEXT.length() - 1)
                        .map(i -> TEXT.substring(i, i + 1));
        Arbitrary<String> special =
                Arbitraries.of(BytePairTokenizer.END_OF_TEXT, "\r\n", "\u00a0", "\t", "'ll");
        return Arbitraries.frequencyOf(
                        Tuple.of(6, ordinary), Tuple.of(2, any), Tuple.of(1, special))
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 200, seed = "1")
    void decodingGivesBackTheText(@ForAll("texts") String text) {
        assertEquals(text, TOKENIZER.decode(TOKENIZER.encode(text)));
        assertEquals(text, SPLIT_AS_GPT2.decode(SPLIT_AS_GPT2.encode(text)));
    }

    @Property(tries = 150, seed = "2")
    void mergesAreAppliedInTheOrderLearnt(@ForAll("texts") String text) {
        assertArrayEquals(ReferenceEncoder.encode(MERGES, text), TOKENIZER.encode(text));
        assertArrayEquals(
                ReferenceEncoder.encode(MERGES_SPLIT_AS_GPT2, text), SPLIT_AS_GPT2.encode(text));
    }
}
