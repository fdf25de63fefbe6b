package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "198.18.0.1",
        "255.255.255.255",
        "2001:db8::1",
        "2001:db8:0:1:1:1:1:1",
        "::",
        "::1",
        "2001:0:0:1::1",
        "1::",
        "fe80::1:0:0:1"
      })
  void textIsReadAndWrittenTheSame(String text) {
    assertThat(Address.parse(text)).hasToString(text);
    assertThat(Address.of(Address.parse(text).inet())).isEqualTo(Address.parse(text));
  }

  @Test
  void ipv4IsMappedIntoSixteenBytes() {
    byte[] bytes = Address.parse("198.18.0.1").bytes();
    assertThat(bytes)
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 198, 18, 0, 1});
    assertThat(Address.ofBytes(bytes)).isEqualTo(Address.parse("198.18.0.1"));
  }

  @Test
  void aPrefixClearsTheRest() {
    assertThat(Address.parse("2001:db8:3:4:5:6:7:8").prefix(64)).hasToString("2001:db8:3:4::");
    assertThat(Address.parse("198.18.7.9").prefix(96 + 16)).hasToString("198.18.0.0");
    assertThat(Address.parse("2001:db8::1").prefix(0)).hasToString("::");
    assertThat(Address.parse("2001:db8::1").prefix(128)).hasToString("2001:db8::1");
  }

  @Test
  void namesAreRefused() {
    assertThatThrownBy(() -> Address.parse("localhost"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void orderIsThatOfUnsignedBits() {
    assertThat(Address.parse("255.0.0.1")).isGreaterThan(Address.parse("1.0.0.1"));
    assertThat(Address.parse("ff00::")).isGreaterThan(Address.parse("2001::"));
  }
}
