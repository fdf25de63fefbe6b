package io.eipmeter.sim.world.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What IPFIX and NetFlow v9 have in common: sets of records behind a header, described by templates
 * that go out first and again every {@link #REFRESH_MS} or {@link #REFRESH_DATAGRAMS}.
 */
abstract class TemplateExporter implements Exporter {
  static final int LONGEST_BYTES = 1_400;
  static final long REFRESH_MS = 60_000;
  static final int REFRESH_DATAGRAMS = 1_000;
  private static final int SPREAD_S = 5;

  private final Sender sender;
  private final Dialect dialect;
  private final Sampling sampling;
  private final ArrayDeque<Message> queue = new ArrayDeque<>();
  private List<RecordLayout> layouts;
  private DeviceClock clock;
  private @Nullable Message open;
  private long templatesDueMs;
  private final long samplingDueMs;
  private boolean samplingTold;
  private int datagramsSinceTemplates;
  private long sequence;
  private long silentUntilMs;

  /**
   * Where the two protocols differ in numbers.
   *
   * @param alignment sets are padded to a multiple of so many bytes
   * @param sendingsPerSecond how often a second datagrams may leave
   */
  record Dialect(int templateSet, int optionsSet, int alignment, int sendingsPerSecond) {}

  /** A message that still lacks its times and sequence number. */
  static final class Message {
    final Wire wire = new Wire(LONGEST_BYTES);
    final List<FlowRecord> records = new ArrayList<>();
    private final long openedMs;
    private @Nullable RecordLayout layout;
    private int setAt;
    private int templates;
    private int otherRecords;

    Message(long openedMs) {
      this.openedMs = openedMs;
    }

    /** Data records: of flows, of options, of events. */
    int dataRecords() {
      return records.size() + otherRecords;
    }

    /** Records of all kinds, templates too. */
    int count() {
      return dataRecords() + templates;
    }
  }

  /**
   * @param layouts one for each index that {@link #layoutOf} gives, and a last one for NAT events
   */
  TemplateExporter(
      ExporterSetup setup, Dialect dialect, List<RecordLayout> layouts, Sender sender) {
    this.sender = sender;
    this.dialect = dialect;
    this.layouts = layouts;
    clock = setup.clock();
    sampling = setup.sampling();
    templatesDueMs = setup.templatesDueMs();
    samplingDueMs = sampling.rate() == 1 ? Long.MAX_VALUE : templatesDueMs + sampling.tellAfterMs();
  }

  /** Leaves room for the header. */
  abstract void beginMessage(Wire wire);

  /** Fills the header in. */
  abstract void finishMessage(Message message, long deviceMs, long sequence);

  /** By how much this message moves the sequence. */
  abstract long sequenceUnits(Message message);

  /** Whether this protocol can tell the time of a datagram that leaves now. */
  abstract boolean maySend(long nowMs);

  /** An options template that tells of a sampler. */
  abstract void writeSamplingTemplate(Wire wire);

  /** The set id of its data. */
  abstract int samplingTemplateId();

  /** The options record of our sampler. */
  abstract void writeSampling(Wire wire, Sampling told);

  /** The index of the layout for a record. */
  abstract int layoutOf(FlowPath path);

  DeviceClock clock() {
    return clock;
  }

  @Override
  public final void export(FlowRecord record, long nowMs) {
    RecordLayout layout = layouts.get(layoutOf(record.path()));
    Message message = roomFor(layout, nowMs);
    FlowRecord stamped = clock.stamp(record);
    layout.writeRecord(message.wire, stamped, clock);
    message.records.add(stamped);
  }

  @Override
  public final void export(NatSession session, long nowMs) {
    RecordLayout layout = layouts.get(layouts.size() - 1);
    Message message = roomFor(layout, nowMs);
    layout.writeSession(message.wire, session, clock.shows(nowMs));
    message.otherRecords++;
  }

  private Message roomFor(RecordLayout layout, long nowMs) {
    int alignment = dialect.alignment();
    Message message = open;
    if (message != null) {
      int set = message.layout == layout ? 0 : 4 + alignment;
      if (message.wire.room() < layout.recordBytes + set + alignment) {
        seal();
        message = null;
      }
    }
    if (message == null) {
      message = newMessage(nowMs);
      open = message;
    }
    if (message.layout != layout) {
      if (message.layout != null) {
        endSet(message);
      }
      beginSet(message, layout.templateId);
      message.layout = layout;
    }
    return message;
  }

  /**
   * Sends a part of what waits, so that the burst at a minute's edge is spread over some seconds as
   * a router's export process does.
   */
  @Override
  public final void tick(long nowMs) {
    if (!maySend(nowMs) || nowMs < silentUntilMs) {
      return;
    }
    if (open != null && open.openedMs + 1_000 <= nowMs) {
      seal();
    }
    if (templatesDueMs <= nowMs || (samplingDueMs <= nowMs && !samplingTold)) {
      sendTemplates(nowMs);
    }
    int ticks = SPREAD_S * dialect.sendingsPerSecond();
    int due = (queue.size() + ticks - 1) / ticks;
    for (int i = 0; i < due; i++) {
      sendNext(nowMs);
    }
  }

  @Override
  public final int waiting() {
    return queue.size() + (open == null ? 0 : 1);
  }

  /** After it the templates have the same ids, and their fields another order. */
  @Override
  public final void restart(long nowMs) {
    sendAll(nowMs);
    sequence = 0;
    clock = clock.restartedAt(nowMs);
    layouts = layouts.stream().map(RecordLayout::reversed).toList();
    sendTemplates(nowMs);
  }

  /**
   * It says nothing for a second, as a process that starts anew; templates come when they are due.
   */
  @Override
  public void resetSequence(long nowMs) {
    sendAll(nowMs);
    sequence = 0;
    silentUntilMs = nowMs + 1_000;
  }

  @Override
  public final void changeLayout(long nowMs) {
    sendAll(nowMs);
    layouts = layouts.stream().map(RecordLayout::reversed).toList();
    sendTemplates(nowMs);
  }

  /** Ends with templates alone: their message shows the sequence after the last record. */
  @Override
  public final void close(long nowMs) {
    long atMs = nowMs;
    while (!maySend(atMs)) {
      atMs++;
    }
    if (templatesDueMs <= atMs) {
      sendTemplates(atMs);
    }
    sendAll(atMs);
    sendTemplates(atMs);
  }

  private void sendAll(long nowMs) {
    seal();
    while (!queue.isEmpty()) {
      sendNext(nowMs);
    }
  }

  private Message newMessage(long nowMs) {
    Message message = new Message(nowMs);
    beginMessage(message.wire);
    return message;
  }

  private static void beginSet(Message message, int setId) {
    message.setAt = message.wire.length();
    message.wire.u16(setId);
    message.wire.u16(0);
  }

  private void endSet(Message message) {
    Wire wire = message.wire;
    while ((wire.length() - message.setAt) % dialect.alignment() != 0) {
      wire.u8(0);
    }
    wire.u16At(message.setAt + 2, wire.length() - message.setAt);
  }

  private void seal() {
    if (open != null) {
      endSet(open);
      queue.add(open);
      open = null;
    }
  }

  private void sendNext(long nowMs) {
    if (datagramsSinceTemplates >= REFRESH_DATAGRAMS) {
      sendTemplates(nowMs);
    }
    send(queue.remove(), nowMs);
    datagramsSinceTemplates++;
  }

  private void sendTemplates(long nowMs) {
    Message message = newMessage(nowMs);
    beginSet(message, dialect.templateSet());
    for (RecordLayout layout : layouts) {
      layout.writeTemplate(message.wire);
      message.templates++;
    }
    endSet(message);
    if (samplingDueMs <= nowMs) {
      beginSet(message, dialect.optionsSet());
      writeSamplingTemplate(message.wire);
      message.templates++;
      endSet(message);
      beginSet(message, samplingTemplateId());
      writeSampling(message.wire, sampling);
      message.otherRecords++;
      endSet(message);
      samplingTold = true;
    }
    send(message, nowMs);
    templatesDueMs = nowMs + REFRESH_MS;
    datagramsSinceTemplates = 0;
  }

  private void send(Message message, long nowMs) {
    finishMessage(message, clock.shows(nowMs), sequence);
    long units = sequenceUnits(message);
    sender.send(message.wire.toBytes(), nowMs, sequence & 0xffffffffL, units, message.records);
    sequence += units;
  }
}
