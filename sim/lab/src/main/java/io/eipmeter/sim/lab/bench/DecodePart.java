package io.eipmeter.sim.lab.bench;

import io.eipmeter.protocols.bench.DecodeBench;
import io.eipmeter.protocols.bench.ExportShape;
import java.io.PrintStream;

/** The decoders alone, from memory, on one core. */
final class DecodePart {
  private DecodePart() {}

  static void run(BenchOptions options, PrintStream out) {
    Table table =
        new Table(
            "decode: export datagrams from memory to flows, one thread",
            "protocol",
            "flows a datagram",
            "flows/CPU-s",
            "slowest",
            "fastest");
    for (ExportShape shape : ExportShape.values()) {
      DecodeBench.Figures figures = DecodeBench.run(shape, options.quick() ? 0.3 : 1);
      table.row(
          figures.protocol(),
          Table.count(figures.recordsPerDatagram()),
          Table.count(figures.flowsPerCpuSecond()),
          Table.count(figures.slowest()),
          Table.count(figures.fastest()));
    }
    table.note("Medians. Goals: 20,000,000 NetFlow 5, 10,000,000 NetFlow 9 and IPFIX.");
    table.note(
        "Peers: goflow2's decoders 4,300,000 and 1,650,000; nfcapd 10,000,000 and 4,500,000");
    table.note("to 6,200,000, receiving and writing included.");
    table.print(out);
  }
}
