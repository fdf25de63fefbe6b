package io.eipmeter.jobs.tables;

import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.LoggedRecordSerializer;
import io.eipmeter.jobs.log.TrackLogTime;
import io.eipmeter.jobs.tables.domain.AlertRows;
import io.eipmeter.jobs.tables.domain.DeliveryRows;
import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.FlowRows;
import io.eipmeter.jobs.tables.domain.LiveRows;
import io.eipmeter.jobs.tables.domain.OperationRows;
import io.eipmeter.jobs.tables.domain.RecordRows;
import io.eipmeter.jobs.tables.domain.RejectedRows;
import io.eipmeter.jobs.tables.domain.SettingsRows;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;

/**
 * The diagram of `tables`: one chain a topic, none waits for another. A uid begins with its topic's
 * name without the version.
 */
public final class TablesTopology {
  private static final List<Topic> SETTLED =
      List.of(
          Topic.EIP_MINUTES,
          Topic.EIP_QUARTERS,
          Topic.EXPORTER_MINUTES,
          Topic.INTERFACE_MINUTES,
          Topic.CONTROL_TOTALS,
          Topic.FINDINGS,
          Topic.CHARGES);

  /** What it reads. */
  static final Set<Topic> TOPICS = topics();

  private TablesTopology() {}

  private static Set<Topic> topics() {
    Set<Topic> topics = new TreeSet<>(SETTLED);
    topics.addAll(
        List.of(
            Topic.EIP_LIVE,
            Topic.FLOW_SAMPLES,
            Topic.FLOW_DATAGRAMS_REJECTED,
            Topic.SETTINGS,
            Topic.OPERATIONS,
            Topic.ALERTS,
            Topic.ALERT_DELIVERIES,
            Topic.EIP_EVENTS));
    return topics;
  }

  // each settled topic      --> take the rows after the last position --> its table, progress
  // each other topic        --> take its rows                         --> its table
  // eip-events --> log-time --> take its statements                   --> eip_events
  public static void attach(StreamExecutionEnvironment env, TablesIo io) {
    for (Topic topic : SETTLED) {
      write(env, io, topic, new TakeSettledRows(topic));
    }
    write(env, io, Topic.EIP_LIVE, new LiveRows());
    write(env, io, Topic.FLOW_SAMPLES, new FlowRows());
    write(env, io, Topic.FLOW_DATAGRAMS_REJECTED, new RejectedRows());
    write(env, io, Topic.SETTINGS, new SettingsRows());
    write(env, io, Topic.OPERATIONS, new OperationRows());
    write(env, io, Topic.ALERTS, new AlertRows());
    write(env, io, Topic.ALERT_DELIVERIES, new DeliveryRows());
    if (io.topics().containsKey(Topic.EIP_EVENTS)) {
      DataStream<LoggedRecord> statements =
          read(env, io, Topic.EIP_EVENTS)
              .transform("eip-events-log-time", LoggedRecordSerializer.type(), new TrackLogTime())
              .uid("eip-events-log-time");
      write(statements, io, Topic.EIP_EVENTS, new TakeRows(Topic.EIP_EVENTS, new EventRows()));
    }
  }

  private static void write(
      StreamExecutionEnvironment env, TablesIo io, Topic topic, RecordRows rule) {
    write(env, io, topic, new TakeRows(topic, rule));
  }

  private static void write(
      StreamExecutionEnvironment env,
      TablesIo io,
      Topic topic,
      ProcessFunction<LoggedRecord, TableRows> take) {
    if (io.topics().containsKey(topic)) {
      write(read(env, io, topic), io, topic, take);
    }
  }

  private static SingleOutputStreamOperator<LoggedRecord> read(
      StreamExecutionEnvironment env, TablesIo io, Topic topic) {
    return env.fromSource(
            Objects.requireNonNull(io.topics().get(topic)),
            WatermarkStrategy.noWatermarks(),
            uid(topic))
        .uid(uid(topic));
  }

  private static void write(
      DataStream<LoggedRecord> records,
      TablesIo io,
      Topic topic,
      ProcessFunction<LoggedRecord, TableRows> take) {
    records
        .process(take, TableRowsSerializer.type())
        .name(uid(topic) + "-rows")
        .uid(uid(topic) + "-rows")
        .sinkTo(io.tables())
        .name(uid(topic) + "-table")
        .uid(uid(topic) + "-table");
  }

  private static String uid(Topic topic) {
    return topic.topicName().replaceFirst("-v\\d+$", "");
  }
}
