package io.eipmeter.jobs.tables.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.FlowBlock;
import io.eipmeter.schemas.v1.LiveBlock;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.schemas.v1.RejectedDatagram;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.schemas.v1.SettledRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordRowsTest {
  private static final ByteString SHORT = ByteString.copyFrom(new byte[] {10, 0, 0});
  private static final ByteString IPV4 = ByteString.copyFrom(new byte[] {10, 0, 0, 1});
  private static final long LATER_THAN_A_TABLE_SHOWS_MS = 4_102_444_800_000L;

  /** Which tables get how many rows, as "table rows". */
  private static List<String> rows(Topic topic, RecordRows rule, MessageLite message)
      throws InvalidProtocolBufferException {
    RowBlocks blocks = new RowBlocks(topic);
    rule.write(TestRows.record(0, 7, message.toByteArray()), blocks);
    return shown(blocks);
  }

  private static List<String> shown(RowBlocks blocks) {
    List<String> shown = new ArrayList<>();
    for (TableRows rows : blocks.take()) {
      shown.add(rows.table().tableName() + " " + rows.rows());
    }
    return shown;
  }

  private static EipEvent.Builder statement() {
    return EipEvent.newBuilder()
        .setOwnershipId("o1")
        .setAddress(TestRows.EIP)
        .setPrefixLength(128)
        .setFromMs(60_000);
  }

  @Test
  void aStatementThatCannotBeOneIsSetAside() throws InvalidProtocolBufferException {
    RecordRows rule = new EventRows();
    List<EipEvent> usable =
        List.of(
            statement().build(),
            statement().setToMs(60_000).build(), // withdrawn
            statement().setToMs(60_001).build());
    List<EipEvent> unusable =
        List.of(
            statement().setOwnershipId("").build(),
            statement().setAddress(IPV4).build(),
            statement().setPrefixLength(129).build(),
            statement().setFromMs(-1).build(),
            statement().setToMs(59_999).build(),
            statement().setToMs(LATER_THAN_A_TABLE_SHOWS_MS).build(),
            statement().setChargeMethodValue(99).build());
    for (EipEvent event : usable) {
      assertThat(rows(Topic.EIP_EVENTS, rule, event)).containsExactly("eip_events 1");
    }
    for (EipEvent event : unusable) {
      assertThat(rows(Topic.EIP_EVENTS, rule, event)).containsExactly("set_aside 1");
    }
  }

  @Test
  void aSettledRowThatIsNoRowOfATableNamesItsReason() {
    RowBlocks blocks = new RowBlocks(Topic.EIP_MINUTES);
    SettledRow good = TestRows.minute(150_000, 60_000, 5);
    EipMinute.Builder minute = good.getMinute().toBuilder();
    assertThat(SettledRows.write(good, 0, blocks)).isNull();
    assertThat(SettledRows.write(SettledRow.newBuilder().setCloseMs(1).build(), 0, blocks))
        .isEqualTo(Poison.UNKNOWN_ROW);
    assertThat(SettledRows.write(good.toBuilder().setCloseMs(-1).build(), 0, blocks))
        .isEqualTo(Poison.BAD_TIME);
    assertThat(SettledRows.write(TestRows.minute(150_000, 60_001, 5), 0, blocks))
        .isEqualTo(Poison.BAD_TIME);
    assertThat(
            SettledRows.write(
                good.toBuilder().setMinute(minute.clone().setSliceMs(1_500)).build(), 0, blocks))
        .isEqualTo(Poison.BAD_TIME);
    assertThat(
            SettledRows.write(
                good.toBuilder().setMinute(minute.clone().setAddress(SHORT)).build(), 0, blocks))
        .isEqualTo(Poison.BAD_ADDRESS);
    assertThat(shown(blocks)).containsExactly("eip_minutes 1");
  }

  @Test
  void oneBadMinuteDoesNotTakeTheOthersOfItsBlockWithIt() throws InvalidProtocolBufferException {
    EipMinute good = TestRows.minute(0, 60_000, 5).getMinute();
    LiveBlock block =
        LiveBlock.newBuilder()
            .setAsOfMs(61_000)
            .addMinutes(good)
            .addMinutes(good.toBuilder().setMinuteMs(1))
            .addMinutes(good.toBuilder().setMinuteMs(120_000))
            .build();
    assertThat(rows(Topic.EIP_LIVE, new LiveRows(), block))
        .containsExactly("eip_live 2", "set_aside 1");
  }

  @Test
  void flowsWithColumnsOfDifferentLengthAreSetAsideAsABlock()
      throws InvalidProtocolBufferException {
    FlowBlock even =
        FlowBlock.newBuilder()
            .setExporterAddress(IPV4)
            .setSrc(TestRows.EIP.concat(TestRows.EIP))
            .setDst(TestRows.EIP.concat(TestRows.EIP))
            .addAllBytes(List.of(1L, 2L))
            .setPartition(-1)
            .build();
    RecordRows rule = new FlowRows();
    assertThat(rows(Topic.FLOW_SAMPLES, rule, even)).containsExactly("flows 2");
    assertThat(rows(Topic.FLOW_SAMPLES, rule, even.toBuilder().addBytes(3).build()))
        .containsExactly("set_aside 1");
    assertThat(rows(Topic.FLOW_SAMPLES, rule, even.toBuilder().setDst(SHORT).build()))
        .containsExactly("set_aside 1");
    assertThat(
            rows(
                Topic.FLOW_SAMPLES,
                rule,
                even.toBuilder().addAllEndMs(List.of(5L, LATER_THAN_A_TABLE_SHOWS_MS)).build()))
        .containsExactly("flows 1", "set_aside 1");
  }

  @Test
  void settingsWithoutPointsSayThatEverySightingCounts() throws InvalidProtocolBufferException {
    RecordRows rule = new SettingsRows();
    Settings none = Settings.newBuilder().setVersion(1).build();
    assertThat(rows(Topic.SETTINGS, rule, none)).containsExactly("metering_points 1");
    Settings two =
        none.toBuilder()
            .addMeteringPoints(MeteringPoint.newBuilder().setExporterAddress(TestRows.EIP))
            .addMeteringPoints(MeteringPoint.newBuilder().setExporterAddress(SHORT))
            .build();
    assertThat(rows(Topic.SETTINGS, rule, two)).containsExactly("metering_points 1", "set_aside 1");
  }

  @Test
  void aRejectedDatagramIsARowWhateverItHeld() throws InvalidProtocolBufferException {
    RejectedDatagram rejected =
        RejectedDatagram.newBuilder()
            .setExporterAddress(IPV4)
            .setReason("truncated")
            .setPayload(SHORT)
            .build();
    assertThat(rows(Topic.FLOW_DATAGRAMS_REJECTED, new RejectedRows(), rejected))
        .containsExactly("rejected 1");
    assertThat(
            rows(
                Topic.FLOW_DATAGRAMS_REJECTED,
                new RejectedRows(),
                rejected.toBuilder().setExporterAddress(SHORT).build()))
        .containsExactly("set_aside 1");
  }
}
