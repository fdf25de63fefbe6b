package io.eipmeter.schemas.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1"})
  void whatASpreadsheetWouldCalculateBeginsWithAnApostrophe(String text) {
    assertThat(CsvText.NEUTRALISED.of(text)).isEqualTo("'" + text);
    assertThat(CsvText.RAW.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme", "a=b", "'quoted", " =1", "eip-1", "Zoë", "東京"})
  void otherTextIsAsItWas(String text) {
    assertThat(CsvText.NEUTRALISED.of(text)).isEqualTo(text);
  }

  @Test
  void theSwitchAsksForTextAsItIs() {
    assertThat(CsvText.raw(true)).isEqualTo(CsvText.RAW);
    assertThat(CsvText.raw(false)).isEqualTo(CsvText.NEUTRALISED);
  }
}
