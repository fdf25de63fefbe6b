package io.eipmeter.jobs.rating.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected hash is of `sha256sum`: whoever has the rows can check a line without us (R21). */
class InputHashTest {
  private static final UsageHour NINE = Books.hour("eip-1", "2026-10-01T09:00:00Z", 1);
  private static final UsageHour TEN = Books.hour("eip-1", "2026-10-01T10:00:00Z", 22);

  @Test
  void theHashIsOfTheRowsWithTabsInTheirOrder() {
    assertThat(InputHash.of(List.of(NINE, TEN)))
        .isEqualTo("847682a177fb3fee525a7823e2a2657a72b156103a66818aaeac03c1ff9978dc");
  }

  @Test
  void theOrderInWhichRowsComeDoesNotMatter() {
    assertThat(InputHash.of(List.of(TEN, NINE))).isEqualTo(InputHash.of(List.of(NINE, TEN)));
  }

  @Test
  void oneByteMoreIsAnotherHash() {
    assertThat(InputHash.of(List.of(NINE)))
        .isNotEqualTo(InputHash.of(List.of(Books.hour("eip-1", "2026-10-01T09:00:00Z", 2))));
  }
}
