package io.eipmeter.sim.lab.mission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CheckTest {
  private static Check check(Map<String, String> expected, Map<String, String> found) {
    return new Check("Bills", new TreeMap<>(expected), new TreeMap<>(found));
  }

  @Test
  void theSameRowsDoNotDiffer() {
    assertThat(check(Map.of("a", "1", "b", "2"), Map.of("b", "2", "a", "1")).differences())
        .isEmpty();
  }

  @Test
  void aRowThatIsMissingOtherOrTooManyIsNamed() {
    assertThat(check(Map.of("a", "1", "b", "2"), Map.of("b", "3", "c", "4")).differences())
        .containsExactly(
            "Bills: a: expected 1, found nothing",
            "Bills: b: expected 2, found 3",
            "Bills: c: expected nothing, found 4");
  }
}
