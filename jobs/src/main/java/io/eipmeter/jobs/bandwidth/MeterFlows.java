package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.bandwidth.domain.Slices;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.DatagramBlockView;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.protocols.Outcome;
import io.eipmeter.protocols.RejectReason;
import io.eipmeter.schemas.v1.Retry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Decodes the datagrams of each exporter, meters their flows and adds them up before the shuffle.
 * Keyed by exporter: one {@link ExporterMemory} a key, bounded by the decoders' limits. The sums in
 * between are no state: they leave before each barrier and each watermark.
 */
final class MeterFlows extends AbstractStreamOperator<SumBlock>
    implements OneInputStreamOperator<LoggedRecord, SumBlock>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final String MEMORY = "exporter-memory";

  private final SettingsHistory history;
  private final FlowInput input;
  private final boolean samplesWanted;
  private final OutputTag<OutgoingRecord> records;

  private transient Decoders decoders;
  private transient FlowBlockReader samplesReader;
  private transient DatagramBlockView block;
  private transient FlowSums sums;
  private transient ValueState<ExporterMemory> memory;
  private transient SettingsGuard settings;
  private transient long expiredMinute;

  /**
   * @param samplesWanted whether each flow is also sent to `flow-samples`
   * @param records takes what goes to Kafka from here: rejects and samples
   */
  MeterFlows(
      SettingsHistory history,
      FlowInput input,
      boolean samplesWanted,
      OutputTag<OutgoingRecord> records) {
    this.history = history;
    this.input = input;
    this.samplesWanted = samplesWanted;
    this.records = records;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    memory =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>(MEMORY, ExporterMemory.Serializer.INSTANCE));
    settings = new SettingsGuard(history, context.getOperatorStateStore());
    decoders = new Decoders(history);
    block = new DatagramBlockView();
    samplesReader = new FlowBlockReader();
    sums =
        new FlowSums(
            history,
            sum -> output.collect(new StreamRecord<>(sum)),
            this::send,
            samplesWanted ? new FlowBlockWriter(this::send) : null);
    expiredMinute = Long.MIN_VALUE;
  }

  private void send(OutgoingRecord record) {
    output.collect(records, new StreamRecord<>(record));
  }

  @Override
  public void processElement(StreamRecord<LoggedRecord> element) throws Exception {
    LoggedRecord record = element.getValue();
    ExporterMemory exporter = memory.value();
    if (exporter == null) {
      exporter = new ExporterMemory();
      memory.update(exporter);
    }
    settings.reached(record.logMs());
    lookAfterWaiting(record.key(), exporter, record.logMs() / Slices.MINUTE_MS);
    exporter.decoding().use(decoders.of(record.key(), record.logMs()));
    sums.begin(record);
    switch (input) {
      case DATAGRAMS -> meterDatagrams(record, exporter);
      case SAMPLES -> meterSamples(record);
    }
    sums.end();
  }

  /**
   * A record of `flow-samples` counts as one datagram; whoever brings it has told duplicates apart.
   */
  private void meterSamples(LoggedRecord record) throws Exception {
    sums.datagram(0, 0, record.value().length, record.logMs());
    int flows = samplesReader.read(record.value(), sums::flow);
    sums.outcome(flows < 0 ? Outcome.REJECTED : Outcome.DECODED);
    if (flows < 0) {
      sums.rejected(
          RejectReason.BAD_LENGTH, -1, record.logMs(), record.value(), 0, record.value().length);
    }
    sums.flushIfFull();
  }

  private void meterDatagrams(LoggedRecord record, ExporterMemory exporter) throws Exception {
    if (!block.read(record.value())) {
      sums.unreadableBlock();
      return;
    }
    int offset = block.payloadsOffset();
    for (int i = 0; i < block.count(); i++) {
      int length = block.lengthBytes(i);
      sums.datagram(i, offset, length, block.receivedMs(i));
      sums.outcome(
          exporter.isNew(block.collector(), block.bootMs(), block.number() + i)
              ? decode(record, exporter, i, offset)
              : Outcome.DUPLICATE);
      offset += length;
      sums.flushIfFull();
    }
  }

  private Outcome decode(LoggedRecord record, ExporterMemory exporter, int i, int offset) {
    Retry retry = block.retry(i);
    if (retry != null) {
      return retry(record, exporter, retry, i, offset);
    }
    return decoders
        .at(record.logMs())
        .decode(
            exporter.decoding(),
            record.value(),
            offset,
            block.lengthBytes(i),
            block.receivedMs(i),
            record.logMs(),
            sums);
  }

  private Outcome retry(
      LoggedRecord record, ExporterMemory exporter, Retry retry, int i, int offset) {
    if (!exporter.mayRetry(retry)) {
      sums.rejected(
          RejectReason.RETRIED_BEFORE,
          retry.getSetOffsetBytes(),
          block.receivedMs(i),
          record.value(),
          offset,
          block.lengthBytes(i));
      return Outcome.REJECTED;
    }
    Outcome outcome =
        decoders
            .at(record.logMs())
            .retry(
                exporter.decoding(),
                record.value(),
                offset,
                block.lengthBytes(i),
                retry.getSetOffsetBytes(),
                block.receivedMs(i),
                record.logMs(),
                sums);
    if (outcome != Outcome.REJECTED) {
      exporter.retrySucceeded(retry);
    }
    return outcome;
  }

  /**
   * Gives up what waited too long. It is looked after at each full minute of log time and counted
   * in the minute that begins there, whether a record or the silence brings that minute, so that a
   * replay counts the same.
   */
  private void lookAfterWaiting(Address key, ExporterMemory exporter, long minute)
      throws Exception {
    long from = exporter.lookedAfterMinute();
    if (minute <= from) {
      return;
    }
    if (from != Long.MIN_VALUE) {
      long last =
          Math.min(
              minute,
              from + decoders.waitingLimitMs(from * Slices.MINUTE_MS) / Slices.MINUTE_MS + 2);
      for (long boundary = from + 1; boundary <= last; boundary++) {
        long boundaryMs = boundary * Slices.MINUTE_MS;
        sums.beginSilence(key, boundaryMs);
        exporter.decoding().use(decoders.of(key, boundaryMs));
        decoders.at(boundaryMs).expire(exporter.decoding(), boundaryMs, sums);
      }
      sums.flushIfFull();
    }
    exporter.lookedAfter(minute);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      long minute = (mark.getTimestamp() + 1) / Slices.MINUTE_MS;
      if (minute > expiredMinute) {
        expiredMinute = minute;
        lookAfterAll(minute);
      }
    }
    sums.flush();
    super.processWatermark(mark);
  }

  private void lookAfterAll(long minute) throws Exception {
    List<Address> exporters;
    try (Stream<Address> keys =
        this.<Address>getKeyedStateBackend().getKeys(MEMORY, VoidNamespace.INSTANCE)) {
      exporters = keys.collect(Collectors.toList());
    }
    for (Address key : exporters) {
      setCurrentKey(key);
      ExporterMemory exporter = memory.value();
      if (exporter != null) {
        lookAfterWaiting(key, exporter, minute);
      }
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    sums.flush();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    settings.snapshot();
  }

  @Override
  public void endInput() throws Exception {
    sums.flush();
  }
}
