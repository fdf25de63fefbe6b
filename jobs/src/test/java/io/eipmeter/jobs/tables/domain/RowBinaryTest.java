package io.eipmeter.jobs.tables.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RowBinaryTest {
  private static String hex(RowBinary rows) {
    return HexFormat.of().formatHex(rows.take());
  }

  @Test
  void numbersAreLittleEndianAndAddressesAreNot() {
    RowBinary rows =
        new RowBinary()
            .int8(0x1ff)
            .int16(0x0102)
            .int32(0x01020304)
            .int64(-2)
            .int128(1, 2)
            .seconds(61_999)
            .millis(258)
            .address(
                ByteString.copyFrom(HexFormat.of().parseHex("00112233445566778899aabbccddeeff")));
    assertThat(hex(rows))
        .isEqualTo(
            "ff"
                + "0201"
                + "04030201"
                + "feffffffffffffff"
                + "02000000000000000100000000000000"
                + "3d000000"
                + "0201000000000000"
                + "00112233445566778899aabbccddeeff");
  }

  @Test
  void aStringBeginsWithItsLengthInSevenBitsAByte() {
    assertThat(hex(new RowBinary().string("aé"))).isEqualTo("0361c3a9");
    assertThat(hex(new RowBinary().string("x".repeat(300)))).startsWith("ac0278").hasSize(604);
    assertThat(hex(new RowBinary().string(new byte[] {1, 2, 3}, 2))).isEqualTo("020102");
  }

  @Test
  void whatWasTakenIsForgotten() {
    RowBinary rows = new RowBinary();
    rows.int8(1).endRow();
    rows.int8(2).endRow();
    assertThat(rows.rows()).isEqualTo(2);
    assertThat(hex(rows)).isEqualTo("0102");
    assertThat(rows.rows()).isZero();
    assertThat(hex(rows)).isEmpty();
  }
}
