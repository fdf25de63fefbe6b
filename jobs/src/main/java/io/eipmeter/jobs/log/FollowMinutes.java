package io.eipmeter.jobs.log;

import io.eipmeter.schemas.Topic;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The diagram of a job that follows the settled minutes and the statements of ownership. */
public final class FollowMinutes {
  private FollowMinutes() {}

  // eip-minutes --> route-minutes                   --+
  //                                                   +--> by slot --> RULE
  // eip-events --> events-log-time --> route-events --+      --> by output partition --> order-rows
  // --> kafka
  /**
   * @param rule the uid of the operator that holds the rules
   * @param output the settled topic it writes
   */
  public static <S extends SlotBook.Pages<S>> void attach(
      StreamExecutionEnvironment env, FollowerIo io, String rule, PlaySlots<S> play, Topic output) {
    DataStream<LogEntry> minutes =
        env.fromSource(io.minutes(), LogTime.perPartition(env.getConfiguration()), "eip-minutes")
            .uid("eip-minutes")
            .process(new RouteMinutes(), LogEntry.type())
            .name("route-minutes")
            .uid("route-minutes");
    DataStream<LogEntry> statements =
        env.fromSource(io.events(), LogTime.perPartition(env.getConfiguration()), "eip-events")
            .uid("eip-events")
            .transform("events-log-time", LoggedRecordSerializer.type(), new TrackLogTime())
            .uid("events-log-time")
            .process(new RouteStatements(), LogEntry.type())
            .name("route-events")
            .uid("route-events");
    int partitions = io.outputPartitions();
    minutes
        .union(statements)
        .keyBy(entry -> SlotKey.of(entry.slot()))
        .transform(rule, LogEntry.type(), play)
        .uid(rule)
        .keyBy(row -> Slot.partition(row.slot(), partitions))
        .transform(
            "order-rows",
            OutgoingRecordSerializer.type(),
            new OrderSettledRows(output, partitions, io.generation()))
        .uid("order-rows")
        .sinkTo(io.out())
        .name("kafka")
        .uid("kafka");
  }
}
