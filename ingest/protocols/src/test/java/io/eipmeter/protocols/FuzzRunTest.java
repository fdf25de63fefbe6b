package io.eipmeter.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzRunTest {
  @Test
  void aHundredThousandMutatedDatagramsThrowNothing() {
    assertThat(FuzzRun.run(100_000, 7)).startsWith("100000 inputs:");
  }
}
