package io.eipmeter.protocols;

import java.util.List;
import java.util.Random;

/**
 * Plain mutation fuzzing, for a number of inputs instead of a time: {@code FuzzRun 10000000}. Every
 * input is a datagram given to an exporter's state that earlier inputs left behind; the seed of a
 * failure is printed.
 */
final class FuzzRun {
  private static final int INPUTS_PER_EXPORTER = 200;

  private FuzzRun() {}

  public static void main(String[] args) {
    long inputs = args.length > 0 ? Long.parseLong(args[0]) : 100_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    System.out.println(run(inputs, seed));
  }

  /** Runs so many inputs; returns what became of them. */
  static String run(long inputs, long seed) {
    List<byte[]> examples = DatagramStreams.examples();
    long[] outcomes = new long[Outcome.values().length];
    Counter counter = new Counter();
    long done = 0;
    for (long exporter = 0; done < inputs; exporter++) {
      long streamSeed = seed * 1_000_003 + exporter;
      Random random = new Random(streamSeed);
      ExporterState state = new ExporterState();
      DatagramDecoder decoder = new DatagramDecoder(DecoderOptions.DEFAULT);
      long nowMs = Exports.NOW_MS;
      try {
        for (int i = 0; i < INPUTS_PER_EXPORTER && done < inputs; i++, done++) {
          byte[] bytes = input(examples, random);
          nowMs += random.nextInt(5_000);
          decoder.expire(state, nowMs, counter);
          Outcome outcome =
              decoder.decode(state, bytes, 0, bytes.length, nowMs - 5, nowMs, counter);
          outcomes[outcome.ordinal()]++;
        }
        state = state.copy();
        decoder.expire(state, nowMs + 10_000_000, counter);
      } catch (RuntimeException | StackOverflowError e) {
        throw new IllegalStateException("input stream of seed " + streamSeed + " threw", e);
      }
    }
    StringBuilder text = new StringBuilder(done + " inputs:");
    for (Outcome outcome : Outcome.values()) {
      text.append(' ').append(outcome).append(' ').append(outcomes[outcome.ordinal()]);
    }
    return text.append("; flows ").append(counter.flows).toString();
  }

  private static byte[] input(List<byte[]> examples, Random random) {
    if (random.nextInt(20) == 0) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] bytes = examples.get(random.nextInt(examples.size())).clone();
    if (random.nextBoolean()) { // a sequence number of its own, or it would be a duplicate
      int at = bytes[1] == 10 ? 8 : bytes[1] == 9 ? 12 : 16;
      for (int i = 0; i < 4; i++) {
        bytes[at + i] = (byte) (i < 2 && random.nextInt(8) > 0 ? 0 : random.nextInt());
      }
    }
    return DatagramStreams.mutated(bytes, random);
  }

  /** One input of the fuzz test: some examples, then the datagrams, then the end of all waits. */
  static void decode(List<byte[]> examples, int which, byte[][] datagrams, long stepMs) {
    ExporterState state = new ExporterState();
    DatagramDecoder decoder = new DatagramDecoder(DecoderOptions.DEFAULT);
    Counter counter = new Counter();
    long nowMs = Exports.NOW_MS;
    for (int i = 0; i < examples.size(); i++) {
      byte[] example = examples.get(i);
      if ((which >> i & 1) != 0) {
        decoder.decode(state, example, 0, example.length, nowMs, nowMs, counter);
      }
    }
    for (byte[] datagram : datagrams) {
      nowMs += Math.floorMod(stepMs, 3_600_000L);
      decoder.expire(state, nowMs, counter);
      decoder.decode(state, datagram, 0, datagram.length, nowMs, nowMs, counter);
      state = state.copy();
    }
    decoder.expire(state, nowMs + 10_000_000, counter);
  }

  /** Looks at what every flow must hold. */
  private static final class Counter implements DecodeSink {
    long flows;

    @Override
    public void flow(Flow flow) {
      flows++;
      if (flow.endMs < flow.startMs
          || (flow.bytes | flow.packets | flow.droppedBytes | flow.droppedPackets) < 0
          || flow.samplingRate < 1) {
        throw new IllegalStateException("a flow that cannot be");
      }
    }

    @Override
    public void interfaceCounters(long index, long in, long out, long packetsIn, long packetsOut) {
      if ((in | out | packetsIn | packetsOut) < 0) {
        throw new IllegalStateException("counters that cannot be");
      }
    }

    @Override
    public void fact(Fact fact, long amount) {}

    @Override
    public void rejected(
        RejectReason reason, int set, long receivedMs, byte[] bytes, int offset, int length) {
      if (set >= length || set < -1) {
        throw new IllegalStateException("a set outside its datagram");
      }
    }
  }
}
