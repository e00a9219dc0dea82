package org.chiscope.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTimeTest {
    @ParameterizedTest
    @ValueSource(strings = {"1700000000123", " 1700000000123\n"})
    void theVariableTellsWhenTheLauncherWasCalled(String value) {
        assertEquals(
                OptionalLong.of(1_700_000_000_123L),
                StartTime.called(Map.of("CHISCOPE_STARTED", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "now", "1.5", "99999999999999999999"})
    void whatIsNoNumberMeasuresNothing(String value) {
        Map<String, String> environment = Map.of("CHISCOPE_STARTED", value);
        assertEquals(OptionalLong.empty(), StartTime.called(environment));
        StartTime.measure(environment, new SimpleBooleanProperty(false), Assertions::fail);
    }

    @Test
    void withoutTheVariableNothingIsMeasured() {
        assertEquals(OptionalLong.empty(), StartTime.called(Map.of()));
    }
}
