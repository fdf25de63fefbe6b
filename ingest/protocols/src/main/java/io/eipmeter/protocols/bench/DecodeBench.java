package io.eipmeter.protocols.bench;

import io.eipmeter.protocols.DatagramDecoder;
import io.eipmeter.protocols.DecodeSink;
import io.eipmeter.protocols.DecoderOptions;
import io.eipmeter.protocols.ExporterState;
import io.eipmeter.protocols.Fact;
import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.Outcome;
import io.eipmeter.protocols.RejectReason;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures decoding from memory on one thread, in flows per second of CPU time: everything that is
 * done to a datagram in production (sequence, duplicates, clock, rates), into a sink that adds up
 * bytes and addresses.
 */
public final class DecodeBench {
  private static final int DATAGRAMS = 2_000;
  private static final int RUNS = 7;
  private static final int WARM_UPS = 3;

  private DecodeBench() {}

  /**
   * What one shape of exports gave.
   *
   * @param flowsPerCpuSecond median of the runs
   * @param slowest of the runs, flows per CPU second
   * @param fastest of the runs, flows per CPU second
   */
  public record Figures(
      String protocol,
      int recordsPerDatagram,
      int runs,
      long flowsPerRun,
      double flowsPerCpuSecond,
      double slowest,
      double fastest) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %.1f million flows per CPU second (median of %d runs of %d flows,"
              + " %.1f to %.1f), %d flows a datagram",
          protocol,
          flowsPerCpuSecond / 1e6,
          runs,
          flowsPerRun,
          slowest / 1e6,
          fastest / 1e6,
          recordsPerDatagram);
    }
  }

  /** Measures one shape; {@code secondsPerRun} is about the CPU time of a run. */
  public static Figures run(ExportShape shape, double secondsPerRun) {
    List<byte[]> datagrams = shape.datagrams(DATAGRAMS, 1);
    Exporter exporter = new Exporter(shape, datagrams);
    int rounds = 1;
    for (int i = 0; i < WARM_UPS; i++) {
      double seconds = Math.max(1e-3, exporter.decode(rounds));
      rounds = (int) Math.max(1, rounds * Math.min(200, secondsPerRun / seconds));
    }
    double[] flowsPerSecond = new double[RUNS];
    long flows = (long) rounds * DATAGRAMS * shape.recordsPerDatagram();
    for (int i = 0; i < RUNS; i++) {
      flowsPerSecond[i] = flows / exporter.decode(rounds);
    }
    Arrays.sort(flowsPerSecond);
    return new Figures(
        shape.label(),
        shape.recordsPerDatagram(),
        RUNS,
        flows,
        flowsPerSecond[RUNS / 2],
        flowsPerSecond[0],
        flowsPerSecond[RUNS - 1]);
  }

  /** One exporter whose sequence goes on from run to run. */
  private static final class Exporter implements DecodeSink {
    private final ExportShape shape;
    private final List<byte[]> datagrams;
    private final DatagramDecoder decoder = new DatagramDecoder(DecoderOptions.DEFAULT);
    private final ExporterState state = new ExporterState();
    private int sequence;
    private long flows;
    private long bytes;
    private long addresses;

    Exporter(ExportShape shape, List<byte[]> datagrams) {
      this.shape = shape;
      this.datagrams = datagrams;
      byte[] template = shape.template();
      if (template.length > 0) {
        take(template);
        sequence = shape == ExportShape.NETFLOW9 ? 1 : 0;
      }
    }

    /** Decodes all datagrams so often; returns the CPU time in seconds. */
    double decode(int rounds) {
      var threads = ManagementFactory.getThreadMXBean();
      flows = 0;
      long before = threads.getCurrentThreadCpuTime();
      for (int round = 0; round < rounds; round++) {
        for (byte[] datagram : datagrams) {
          ByteBuffer.wrap(datagram).putInt(shape.sequenceAt(), sequence);
          sequence += shape.sequenceStep();
          take(datagram);
        }
      }
      long nanos = threads.getCurrentThreadCpuTime() - before;
      long expected = (long) rounds * datagrams.size() * shape.recordsPerDatagram();
      if (flows != expected || bytes == 0 || addresses == 0) {
        throw new IllegalStateException("decoded " + flows + " flows of " + expected);
      }
      return nanos / 1e9;
    }

    private void take(byte[] datagram) {
      Outcome outcome =
          decoder.decode(
              state, datagram, 0, datagram.length, ExportShape.NOW_MS, ExportShape.NOW_MS, this);
      if (outcome != Outcome.DECODED) {
        throw new IllegalStateException("a datagram of the benchmark was " + outcome);
      }
    }

    @Override
    public void flow(Flow flow) {
      flows++;
      bytes += flow.bytes * flow.samplingRate;
      addresses += flow.srcLow ^ flow.postNatSrcLow ^ flow.endMs;
    }

    @Override
    public void interfaceCounters(long index, long in, long out, long packetsIn, long packetsOut) {}

    @Override
    public void fact(Fact fact, long amount) {
      if (fact != Fact.TEMPLATE) {
        throw new IllegalStateException("the benchmark met " + fact + " " + amount);
      }
    }

    @Override
    public void rejected(
        RejectReason reason, int set, long receivedMs, byte[] bytes, int offset, int length) {
      throw new IllegalStateException("a set of the benchmark was rejected: " + reason);
    }
  }

  /** Prints the figures of all shapes; the argument is the CPU seconds of a run, 1 if absent. */
  public static void main(String[] args) {
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 1;
    for (ExportShape shape : ExportShape.values()) {
      System.out.println(run(shape, seconds));
    }
  }
}
