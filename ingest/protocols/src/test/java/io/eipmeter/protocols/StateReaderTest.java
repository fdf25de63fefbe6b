package io.eipmeter.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateReaderTest {
  @Test
  void aLengthThatReachesBeyondTheEndIsRefusedAlsoByTheByteThatTheLengthItselfTakes() {
    assertThat(new StateReader(new byte[] {2, 7, 8}).bytes()).containsExactly(7, 8);
    assertThatThrownBy(() -> new StateReader(new byte[] {2, 7}).bytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state of an exporter");
  }
}
