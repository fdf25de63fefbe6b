package io.eipmeter.collector.cli;

import io.eipmeter.protocols.DecodeSink;
import io.eipmeter.protocols.Fact;
import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.Outcome;
import io.eipmeter.protocols.RejectReason;
import io.eipmeter.protocols.Scaling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.Map;

/** Prints flows and rejects as they come and counts everything for the summary. */
final class DecodeSummary implements DecodeSink {
  private final Writer out;
  private final FlowJson json = new FlowJson();
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final Map<Fact, Long> facts = new EnumMap<>(Fact.class);
  private final Map<RejectReason, Long> rejects = new EnumMap<>(RejectReason.class);
  private String exporter = "";
  private long flows;
  private long counterSamples;

  DecodeSummary(Writer out) {
    this.out = out;
  }

  void exporter(String address) {
    exporter = address;
  }

  void outcome(Outcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  @Override
  public void flow(Flow flow) {
    if (Scaling.scaled(flow.bytes, flow.samplingRate, flow.samplingSize) < 0
        || Scaling.scaled(flow.packets, flow.samplingRate, flow.samplingSize) < 0) {
      aside(RejectReason.COUNT_TOO_LARGE, -1, flow.receivedMs, 0); // as the meter does
      return;
    }
    flows++;
    print(json.write(exporter, flow));
  }

  private void print(CharSequence line) {
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void interfaceCounters(
      long ifIndex,
      long addedInOctets,
      long addedOutOctets,
      long addedInPackets,
      long addedOutPackets) {
    counterSamples++;
  }

  @Override
  public void fact(Fact fact, long amount) {
    facts.merge(fact, amount, fact == Fact.CLOCK_SKEW_MS ? Math::max : Long::sum);
  }

  @Override
  public void rejected(
      RejectReason reason,
      int setOffsetBytes,
      long receivedMs,
      byte[] bytes,
      int offset,
      int length) {
    aside(reason, setOffsetBytes, receivedMs, length);
  }

  private void aside(RejectReason reason, int setOffsetBytes, long receivedMs, int length) {
    rejects.merge(reason, 1L, Long::sum);
    print(json.writeReject(exporter, reason, setOffsetBytes, receivedMs, length));
  }

  void print(PrintWriter to, int exporters) {
    long datagrams = outcomes.values().stream().mapToLong(Long::longValue).sum();
    to.println("exporters: " + exporters);
    to.println("datagrams: " + datagrams);
    for (Map.Entry<Outcome, Long> outcome : outcomes.entrySet()) {
      to.println("  " + words(outcome.getKey()) + ": " + outcome.getValue());
    }
    to.println("flows: " + flows);
    to.println("templates: " + facts.getOrDefault(Fact.TEMPLATE, 0L));
    if (counterSamples > 0) {
      to.println("interface counters: " + counterSamples);
    }
    facts.forEach(
        (fact, amount) -> {
          if (fact != Fact.TEMPLATE) {
            to.println(words(fact) + ": " + amount);
          }
        });
    to.println("rejected: " + rejects.values().stream().mapToLong(Long::longValue).sum());
    rejects.forEach((reason, count) -> to.println("  " + reason + ": " + count));
    to.flush();
  }

  private static String words(Enum<?> name) {
    return name.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
