package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.LogTime;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.LoggedRecordSerializer;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.OutgoingRecordSerializer;
import io.eipmeter.jobs.log.SlotKey;
import io.eipmeter.jobs.log.TrackLogTime;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/** The diagram of `bandwidth`. */
public final class BandwidthTopology {
  private static final OutputTag<OutgoingRecord> RECORDS =
      new OutputTag<>("rejects-and-samples", OutgoingRecordSerializer.type());
  private static final OutputTag<OutgoingRecord> LIVE =
      new OutputTag<>("live", OutgoingRecordSerializer.type());

  private BandwidthTopology() {}

  // flows --> log-time --> by exporter --> meter-flows --> by slot --> settle-slots
  //   --> by output partition --> order-rows --> kafka
  // meter-flows and settle-slots --> kafka: rejects, samples, early sums
  public static void attach(StreamExecutionEnvironment env, BandwidthIo io, BandwidthPlan plan) {
    int partitions = io.outputPartitions();
    SingleOutputStreamOperator<SumBlock> sums =
        env.fromSource(io.flows(), LogTime.perPartition(env.getConfiguration()), "flows")
            .uid("flows")
            .transform("log-time", LoggedRecordSerializer.type(), new TrackLogTime())
            .uid("log-time")
            .keyBy(LoggedRecord::key)
            .transform(
                "meter-flows",
                SumBlock.type(),
                new MeterFlows(io.history(), plan.input(), plan.samplesWanted(), RECORDS))
            .uid("meter-flows");
    SingleOutputStreamOperator<ClosedRows> closed =
        sums.keyBy(block -> SlotKey.of(block.slot()))
            .transform(
                "settle-slots",
                ClosedRows.type(),
                new SettleSlots(io.history(), plan.liveIntervalMs(), io.fromMs(), LIVE))
            .uid("settle-slots");
    closed
        .keyBy(rows -> OutputPartition.of(rows, partitions))
        .transform(
            "order-rows",
            OutgoingRecordSerializer.type(),
            new OrderRows(partitions, plan.generation()))
        .uid("order-rows")
        .union(sums.getSideOutput(RECORDS), closed.getSideOutput(LIVE))
        .sinkTo(io.out())
        .name("kafka")
        .uid("kafka");
  }
}
