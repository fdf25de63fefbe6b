package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway in real time: each address sends a flow a second, and now and then a probe goes out.
 */
final class LiveTraffic implements AutoCloseable {
  private static final long STEP_NS = 10_000_000;
  private static final int STEPS_A_SECOND = 100;
  private static final int STEPS_A_PROBE = 20;
  private static final int FLOW_MS = 900;
  private static final int SEED = 1;

  private final InetSocketAddress collector;
  private final int addresses;
  private final LiveProbes probes;
  private final DatagramSocket socket;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final byte[] buffer = new byte[NatDatagram.BYTES];
  private int nextRank;
  private int probeRank;
  private int sequence;

  LiveTraffic(InetSocketAddress collector, int addresses, LiveProbes probes) {
    this.collector = collector;
    this.addresses = addresses;
    this.probes = probes;
    this.probeRank = addresses;
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new LabFailure("No UDP socket: " + e.getMessage() + ".", e);
    }
  }

  /** Sends for so long, paced by the wall clock. */
  void run(int seconds) {
    byte[] template = new byte[NatDatagram.TEMPLATE_BYTES];
    NatDatagram.writeTemplate(template, 0, System.currentTimeMillis(), sequence);
    send(template);
    long startNs = System.nanoTime();
    double owed = 0;
    for (int step = 0; step < seconds * STEPS_A_SECOND; step++) {
      for (owed += (double) addresses / STEPS_A_SECOND;
          owed >= NatDatagram.RECORDS;
          owed -= NatDatagram.RECORDS) {
        sendFlows(-1);
      }
      if (step % STEPS_A_PROBE == 0) {
        int address = AddressTotals.address(probeRank++);
        probes.sent(address);
        sendFlows(address);
      }
      LockSupport.parkNanos(startNs + (step + 1) * STEP_NS - System.nanoTime());
    }
  }

  /**
   * @param probe the address of all flows of the datagram; -1: each has the next one
   */
  private void sendFlows(int probe) {
    long nowMs = System.currentTimeMillis();
    NatDatagram.writeDataHeader(buffer, 0, nowMs, sequence);
    for (int i = 0; i < NatDatagram.RECORDS; i++) {
      int address = probe;
      if (probe == -1) {
        address = AddressTotals.address(nextRank);
        nextRank = (nextRank + 1) % addresses;
      }
      NatDatagram.writeRecord(
          buffer,
          NatDatagram.record(0, i),
          true,
          address,
          nowMs - FLOW_MS,
          nowMs,
          1_000,
          2,
          random.nextLong());
    }
    sequence += NatDatagram.RECORDS;
    send(buffer);
  }

  private void send(byte[] datagram) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, collector));
    } catch (IOException e) {
      throw new LabFailure("A datagram could not be sent: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
