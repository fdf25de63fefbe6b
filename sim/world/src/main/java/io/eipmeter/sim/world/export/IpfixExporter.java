package io.eipmeter.sim.world.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IPFIX exporting process over UDP, RFC 7011: one observation domain, templates sent first and
 * again every {@link #REFRESH_MS} or {@link #REFRESH_DATAGRAMS} (section 8.4), a sequence that
 * counts data records (section 3.1), messages of at most {@link #LONGEST_BYTES}.
 */
public final class IpfixExporter implements Exporter {
  static final int LONGEST_BYTES = 1_400;
  static final long REFRESH_MS = 60_000;
  static final int REFRESH_DATAGRAMS = 1_000;
  private static final int VERSION = 10;
  private static final int SET_HEADER_BYTES = 4;
  private static final int TEMPLATE_SET = 2;
  private static final int SPREAD = 50;

  private final long domain;
  private final Sender sender;
  private final ArrayDeque<Message> queue = new ArrayDeque<>();
  private @Nullable Message open;
  private long sequence;
  private long templatesSentMs = Long.MIN_VALUE;
  private int datagramsSinceTemplates;

  /** A message that still lacks its export time and sequence number. */
  private static final class Message {
    final Wire wire = new Wire(LONGEST_BYTES);
    final List<FlowRecord> records = new ArrayList<>();
    final long openedMs;
    @Nullable IpfixLayout layout;
    int setAt;

    Message(long openedMs) {
      this.openedMs = openedMs;
      wire.u16(VERSION);
      wire.u16(0); // length
      wire.u32(0); // export time
      wire.u32(0); // sequence
      wire.u32(0); // domain
    }

    void beginSet(int setId) {
      setAt = wire.length();
      wire.u16(setId);
      wire.u16(0);
    }

    void endSet() {
      wire.u16At(setAt + 2, wire.length() - setAt);
    }
  }

  public IpfixExporter(long domain, Sender sender) {
    this.domain = domain;
    this.sender = sender;
  }

  @Override
  public void export(FlowRecord record, long nowMs) {
    IpfixLayout layout = IpfixLayout.of(record.path());
    Message message = open;
    int needed = layout.recordBytes;
    if (message != null && message.layout != layout) {
      needed += SET_HEADER_BYTES;
    }
    if (message != null && message.wire.room() < needed) {
      seal();
      message = null;
    }
    if (message == null) {
      message = new Message(nowMs);
      open = message;
    }
    if (message.layout != layout) {
      if (message.layout != null) {
        message.endSet();
      }
      message.beginSet(layout.templateId);
      message.layout = layout;
    }
    layout.writeRecord(message.wire, record);
    message.records.add(record);
  }

  /**
   * Sends a part of what waits, so that the burst at a minute's edge is spread over some seconds as
   * a router's export process does.
   */
  @Override
  public void tick(long nowMs) {
    if (open != null && open.openedMs + 1_000 <= nowMs) {
      seal();
    }
    if (templatesSentMs == Long.MIN_VALUE || nowMs - templatesSentMs >= REFRESH_MS) {
      sendTemplates(nowMs);
    }
    int due = (queue.size() + SPREAD - 1) / SPREAD;
    for (int i = 0; i < due; i++) {
      sendNext(nowMs);
    }
  }

  @Override
  public int waiting() {
    return queue.size() + (open == null ? 0 : 1);
  }

  /** Ends with templates alone: their message shows the sequence after the last record. */
  @Override
  public void close(long nowMs) {
    if (templatesSentMs == Long.MIN_VALUE) {
      sendTemplates(nowMs);
    }
    seal();
    while (!queue.isEmpty()) {
      sendNext(nowMs);
    }
    sendTemplates(nowMs);
  }

  private void seal() {
    if (open != null) {
      open.endSet();
      queue.add(open);
      open = null;
    }
  }

  private void sendNext(long nowMs) {
    if (datagramsSinceTemplates >= REFRESH_DATAGRAMS) {
      sendTemplates(nowMs);
    }
    Message message = queue.remove();
    send(message, nowMs);
    datagramsSinceTemplates++;
  }

  private void sendTemplates(long nowMs) {
    Message message = new Message(nowMs);
    message.beginSet(TEMPLATE_SET);
    for (IpfixLayout layout : IpfixLayout.ALL) {
      layout.writeTemplate(message.wire);
    }
    message.endSet();
    send(message, nowMs);
    templatesSentMs = nowMs;
    datagramsSinceTemplates = 0;
  }

  private void send(Message message, long nowMs) {
    Wire wire = message.wire;
    wire.u16At(2, wire.length());
    wire.u32At(4, nowMs / 1_000);
    wire.u32At(8, sequence);
    wire.u32At(12, domain);
    sender.send(
        wire.toBytes(), nowMs, sequence & 0xffffffffL, message.records.size(), message.records);
    sequence += message.records.size();
  }
}
