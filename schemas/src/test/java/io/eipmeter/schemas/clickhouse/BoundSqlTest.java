package io.eipmeter.schemas.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundSqlTest {
  private static String sql(String sql, Object... values) {
    return new BoundSql(sql, values).sql();
  }

  @Test
  void aMarkIsOneOutsideOfTextsNamesAndComments() {
    String around = "'a?''?\\'?' \"?\" `?` -- ?\n /* ? */ ";
    assertThat(sql(around + "?", "x")).isEqualTo(around + "?");
    assertThat(new BoundSql(around).isPlain()).isTrue();
    assertThatThrownBy(() -> sql(around + "? ?", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("1 values for 2 question marks in: ");
  }

  @Test
  void whatALiteralWouldNotKeepIsMadeFromAText() {
    assertThat(sql("?", new BigDecimal("0.10"))).isEqualTo("toDecimal256(?, 2)");
    assertThat(sql("?", new BigDecimal("1E3"))).isEqualTo("toDecimal256(?, 0)");
    assertThat(sql("?", BigInteger.TWO.pow(64))).isEqualTo("toInt256(?)");
    assertThat(sql("?", BigInteger.TWO.pow(64).subtract(BigInteger.ONE))).isEqualTo("?");
    assertThat(sql("x-?", -1L)).isEqualTo("x-(?)");
    assertThat(sql("? ?", 1, Instant.EPOCH)).isEqualTo("? fromUnixTimestamp64Milli(?, 'UTC')");
    assertThat(sql("?", List.of())).isEqualTo("CAST(?, 'Array(String)')");
  }

  @Test
  void whatCannotBeBoundExactlyIsRefused() {
    for (Object value :
        Arrays.asList(
            0.1,
            null,
            new byte[0],
            List.of(1),
            BigInteger.TWO.pow(255),
            new BigDecimal(BigInteger.TEN.pow(76)),
            Instant.ofEpochSecond(0, 1))) {
      assertThatThrownBy(() -> new BoundSql("?", new Object[] {value}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
