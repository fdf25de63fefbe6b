package io.eipmeter.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClocksTest {
  @TempDir private Path directory;

  @Test
  void whoIsGivenTheFileSeesWhatAnotherMoves() throws Exception {
    SharedClock mine = SharedClock.create(directory.resolve("time"), 1_000);
    Clock theirs = Clocks.parse(mine.toString());
    assertThat(theirs.millis()).isEqualTo(1_000);
    mine.moveTo(61_000);
    assertThat(theirs.millis()).isEqualTo(61_000);
    assertThat(theirs.instant()).isEqualTo(Instant.ofEpochMilli(61_000));
    mine.moveTo(60_999);
    assertThat(theirs.millis()).as("never back").isEqualTo(61_000);
    assertThat(Files.readAllBytes(directory.resolve("time")))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xee, 0x48});
  }

  @Test
  void onlyWhoMadeItMovesIt() throws Exception {
    SharedClock mine = SharedClock.create(directory.resolve("time"), 1_000);
    SharedClock theirs = (SharedClock) Clocks.parse(mine.toString());
    assertThatThrownBy(() -> theirs.moveTo(2_000)).isInstanceOf(ReadOnlyBufferException.class);
    assertThat(mine.millis()).isEqualTo(1_000);
  }

  @Test
  void eachClockIsReadBackFromItsText() {
    ScaledClock scaled = new ScaledClock(1_000, 2_000, 60);
    assertThat(scaled).hasToString("1000@2000*60");
    assertThat(Clocks.parse("1000@2000*60")).hasToString("1000@2000*60");
    assertThat(Clocks.parse("system")).isEqualTo(Clock.systemUTC());
  }

  @Test
  void aBadClockIsOneSentence() throws Exception {
    for (String bad : new String[] {"", "sytem", "1@2", "1*2@3", "1@2*x", "1@2*0"}) {
      assertThatThrownBy(() -> Clocks.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Clocks.parse("noon"))
        .hasMessage("clock must be 'system', originMs@wallMs*speed or file:PATH, was noon");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Clocks.parse("file:" + missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the clock's file " + missing + " can't be read");
    Path short7 = Files.write(directory.resolve("short"), new byte[7]);
    assertThatThrownBy(() -> Clocks.parse("file:" + short7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the clock's file " + short7 + " has not 8 bytes");
  }
}
