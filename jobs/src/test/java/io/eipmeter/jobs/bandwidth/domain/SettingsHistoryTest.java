package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.v1.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsHistoryTest {
  private static final Settings FIRST = TestSettings.first().build();
  private static final Settings SECOND =
      TestSettings.first()
          .setVersion(2)
          .setFromLogMs(1_000_000_000_000L)
          .setSettleDelayMs(120_000)
          .build();
  private static final long MINUTE_OF_CHANGE = 1_000_000_000_000L / Slices.MINUTE_MS;

  @Test
  void anIntervalFollowsTheVersionInForceAtItsStart() {
    SettingsHistory history = new SettingsHistory(List.of(FIRST, SECOND));
    assertThat(history.settleDelayMs(MINUTE_OF_CHANGE)).isEqualTo(90_000);
    assertThat(history.settleDelayMs(MINUTE_OF_CHANGE + 1)).isEqualTo(120_000);
    assertThat(history.settleDelayMs(MINUTE_OF_CHANGE)).isEqualTo(90_000);
  }

  @Test
  void aMissingVersionIsRefused() {
    assertThatThrownBy(() -> new SettingsHistory(List.of(SECOND)))
        .hasMessageContaining("version 1 is missing");
    assertThatThrownBy(() -> new SettingsHistory(List.of()))
        .hasMessageContaining("there are no settings");
  }

  @Test
  void overlappingPrefixesAreRefused() {
    Settings overlapping = TestSettings.first().addPrefixes(FIRST.getPrefixes(0)).build();
    assertThatThrownBy(() -> new SettingsHistory(List.of(overlapping)))
        .hasMessageContaining("must not overlap");
  }

  @Test
  void aVersionInUseMustStayAsItWas() {
    String used = new SettingsHistory(List.of(FIRST)).digest(1);
    Settings changed = FIRST.toBuilder().setSettleDelayMs(60_000).build();
    assertThatThrownBy(() -> new SettingsHistory(List.of(changed)).requireContinues(1, used, 0))
        .hasMessageContaining("gone or changed");
    assertThatCode(
            () ->
                new SettingsHistory(List.of(FIRST, SECOND))
                    .requireContinues(1, used, SECOND.getFromLogMs() - 1))
        .doesNotThrowAnyException();
  }

  @Test
  void aNewVersionMustHoldFromALogTimeThatWasNotReached() {
    String used = new SettingsHistory(List.of(FIRST)).digest(1);
    assertThatThrownBy(
            () ->
                new SettingsHistory(List.of(FIRST, SECOND))
                    .requireContinues(1, used, SECOND.getFromLogMs()))
        .hasMessageContaining("settings version 2 holds from 2001-09-09T01:46:40Z")
        .hasMessageContaining("new generation");
  }

  @Test
  void itTravelsWithTheJob() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new SettingsHistory(List.of(FIRST, SECOND)));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SettingsHistory read = (SettingsHistory) in.readObject();
      assertThat(read.settingsAt(SECOND.getFromLogMs())).isEqualTo(SECOND);
      assertThat(read.settleDelayMs(MINUTE_OF_CHANGE)).isEqualTo(90_000);
    }
  }
}
