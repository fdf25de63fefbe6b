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
  private final int templateSetId;
  private final int alignment;
  private final int spreadTicks;
  private final ArrayDeque<Message> queue = new ArrayDeque<>();
  private List<RecordLayout> layouts;
  private DeviceClock clock;
  private @Nullable Message open;
  private long templatesDueMs;
  private int datagramsSinceTemplates;
  private long sequence;

  /** A message that still lacks its times and sequence number. */
  static final class Message {
    final Wire wire = new Wire(LONGEST_BYTES);
    final List<FlowRecord> records = new ArrayList<>();
    private final long openedMs;
    private @Nullable RecordLayout layout;
    private int setAt;
    private int templates;

    Message(long openedMs) {
      this.openedMs = openedMs;
    }

    /** Records of all kinds, templates too. */
    int count() {
      return records.size() + templates;
    }
  }

  /**
   * @param alignment sets are padded to a multiple of so many bytes
   * @param sendingsPerSecond how often a second datagrams may leave
   * @param templatesDueMs when templates go out for the first time
   */
  TemplateExporter(
      Sender sender,
      DeviceClock clock,
      List<RecordLayout> layouts,
      int templateSetId,
      int alignment,
      int sendingsPerSecond,
      long templatesDueMs) {
    this.sender = sender;
    this.clock = clock;
    this.layouts = layouts;
    this.templateSetId = templateSetId;
    this.alignment = alignment;
    spreadTicks = SPREAD_S * sendingsPerSecond;
    this.templatesDueMs = templatesDueMs;
  }

  /** Leaves room for the header. */
  abstract void beginMessage(Wire wire);

  /** Fills the header in. */
  abstract void finishMessage(Message message, long deviceMs, long sequence);

  /** By how much this message moves the sequence. */
  abstract long sequenceUnits(Message message);

  /** Whether this protocol can tell the time of a datagram that leaves now. */
  abstract boolean maySend(long nowMs);

  /** The index of the layout for a record. */
  abstract int layoutOf(FlowPath path);

  DeviceClock clock() {
    return clock;
  }

  @Override
  public final void export(FlowRecord record, long nowMs) {
    RecordLayout layout = layouts.get(layoutOf(record.path()));
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
    FlowRecord stamped = clock.stamp(record);
    layout.writeRecord(message.wire, stamped, clock);
    message.records.add(stamped);
  }

  /**
   * Sends a part of what waits, so that the burst at a minute's edge is spread over some seconds as
   * a router's export process does.
   */
  @Override
  public final void tick(long nowMs) {
    if (!maySend(nowMs)) {
      return;
    }
    if (open != null && open.openedMs + 1_000 <= nowMs) {
      seal();
    }
    if (templatesDueMs <= nowMs) {
      sendTemplates(nowMs);
    }
    int due = (queue.size() + spreadTicks - 1) / spreadTicks;
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
    while ((wire.length() - message.setAt) % alignment != 0) {
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
    beginSet(message, templateSetId);
    for (RecordLayout layout : layouts) {
      layout.writeTemplate(message.wire);
      message.templates++;
    }
    endSet(message);
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
