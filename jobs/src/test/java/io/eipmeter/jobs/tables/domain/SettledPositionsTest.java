package io.eipmeter.jobs.tables.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettledPositionsTest {
  private final SettledPositions positions = new SettledPositions();

  @Test
  void whatClosedBeforeTheLastRowIsARepeatAndWhatClosedWithItIsTaken() {
    assertThat(positions.advance(0, 0, 100)).isTrue();
    assertThat(positions.advance(0, 0, 100)).isTrue();
    assertThat(positions.advance(0, 0, 200)).isTrue();
    assertThat(positions.advance(0, 0, 100)).isFalse();
    assertThat(positions.advance(0, 0, 200)).isTrue();
  }

  @Test
  void partitionsAndGenerationsKeepTheirOwn() {
    assertThat(positions.advance(0, 0, 500)).isTrue();
    assertThat(positions.advance(1, 0, 100)).isTrue();
    assertThat(positions.advance(0, 1, 100)).isTrue();
    assertThat(positions.advance(0, 0, 400)).isFalse();
  }

  @Test
  void progressIsToldOnceASecondOfLogTimeAndNeverBackwards() {
    assertThat(positions.tellProgress(0, 0, 10_000)).isTrue();
    assertThat(positions.tellProgress(0, 0, 10_999)).isFalse();
    assertThat(positions.tellProgress(0, 0, 11_000)).isTrue();
    assertThat(positions.tellProgress(0, 0, 9_000)).isFalse();
    assertThat(positions.tellProgress(1, 0, 9_000)).isTrue();
  }

  @Test
  void aHeartbeatBeforeAnyLogTimeTellsNothing() {
    assertThat(positions.tellProgress(0, 0, Long.MIN_VALUE)).isFalse();
  }

  @Test
  void ofTwoWordsOnAPartitionTheFurtherHolds() throws Exception {
    positions.restore(3, -1, 700, 20_000);
    positions.restore(3, -1, 600, 30_000);
    assertThat(positions.advance(3, -1, 650)).isFalse();
    assertThat(positions.tellProgress(3, -1, 30_500)).isFalse();
    StringBuilder told = new StringBuilder();
    positions.forEach(
        (partition, generation, closeMs, toldMs) ->
            told.append(partition + " " + generation + " " + closeMs + " " + toldMs));
    assertThat(told).hasToString("3 -1 700 30000");
  }
}
