package io.eipmeter.jobs.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/**
 * The graph of a job as text, and as it must stay: a uid, a name or an edge that changes makes
 * savepoints unreadable.
 */
public final class GoldenGraph {
  private GoldenGraph() {}

  /**
   * @param file in {@code /golden}
   */
  public static String golden(String file) throws IOException {
    try (var in =
        Objects.requireNonNull(GoldenGraph.class.getResourceAsStream("/golden/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public static String describe(StreamGraph graph) {
    TreeSet<String> lines = new TreeSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      lines.add(uid(node) + " is named " + node.getOperatorName());
      for (StreamEdge edge : node.getOutEdges()) {
        lines.add(
            uid(node)
                + " --"
                + edge.getPartitioner()
                + "--> "
                + uid(graph.getStreamNode(edge.getTargetId())));
      }
    }
    return String.join("\n", List.copyOf(lines)) + "\n";
  }

  private static String uid(StreamNode node) {
    return String.valueOf(node.getTransformationUID());
  }
}
