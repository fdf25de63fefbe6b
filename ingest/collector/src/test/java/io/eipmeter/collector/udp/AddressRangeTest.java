package io.eipmeter.collector.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 203.0.113.9, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void containsWhatLiesInItAndNothingElse(String range, String address, boolean contained) {
    byte[] bytes = AddressRange.parse(address).address();
    assertThat(AddressRange.parse(range).contains(bytes)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.4/33",
        "2001:db8::/129",
        "1.2.3.4/x",
        "192.0.2.1/24",
        "zz::1"
      })
  void whatIsNoRangeIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void isWrittenAsItWasRead() {
    assertThat(AddressRange.parse("192.0.2.0/24")).hasToString("192.0.2.0/24");
    assertThat(AddressRange.parse("2001:db8::/32")).hasToString("2001:db8:0:0:0:0:0:0/32");
  }
}
