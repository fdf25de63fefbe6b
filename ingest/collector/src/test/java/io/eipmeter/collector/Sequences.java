package io.eipmeter.collector;

import io.eipmeter.schemas.v1.DatagramBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader of the topic takes from it: blocks whose number is not above the highest it has of
 * (collector, boot, exporter) are re-sent ones.
 */
final class Sequences {
  private final Map<String, Long> highest = new HashMap<>();
  private final Map<String, List<Integer>> sequences = new TreeMap<>();
  private final List<String> holes = new ArrayList<>();
  private int resent;

  Sequences(List<TopicReader.Placed> blocks) {
    blocks.forEach(placed -> take(placed.block()));
  }

  private void take(DatagramBlock block) {
    String exporter = address(block);
    String origin = block.getCollector() + "/" + block.getBootMs() + "/" + exporter;
    long known = highest.getOrDefault(origin, 0L);
    if (block.getNumber() <= known) {
      resent++;
      return;
    }
    if (block.getNumber() != known + 1) {
      holes.add(origin + " has " + block.getNumber() + " after " + known);
    }
    highest.put(origin, block.getNumber() + block.getLengthBytesCount() - 1);
    List<Integer> taken = sequences.computeIfAbsent(exporter, key -> new ArrayList<>());
    int offset = 0;
    for (int length : block.getLengthBytesList()) {
      taken.add(block.getPayloads().substring(offset).asReadOnlyByteBuffer().getInt());
      offset += length;
    }
  }

  static String address(DatagramBlock block) {
    return io.eipmeter.collector.udp.AddressRange.text(block.getExporterAddress().toByteArray());
  }

  /** The datagrams' own numbers of each exporter, in the order of the log, without re-sent ones. */
  Map<String, List<Integer>> byExporter() {
    return sequences;
  }

  /** Places where the collector's numbers have a hole. */
  List<String> holes() {
    return holes;
  }

  int resent() {
    return resent;
  }
}
