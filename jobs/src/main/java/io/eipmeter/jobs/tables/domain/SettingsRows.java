package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.schemas.v1.Settings;
import java.util.List;

/** Records of {@code settings}: their metering points, so that readers know whose exports count. */
public final class SettingsRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    Settings settings = Settings.parseFrom(record.value());
    if (!Times.shown(settings.getFromLogMs())) {
      out.setAside(record, 0, Poison.BAD_TIME, record.value());
      return;
    }
    // A version without points counts every sighting: one point that names nothing says the same.
    List<MeteringPoint> points =
        settings.getMeteringPointsCount() == 0
            ? List.of(MeteringPoint.getDefaultInstance())
            : settings.getMeteringPointsList();
    for (int i = 0; i < points.size(); i++) {
      MeteringPoint point = points.get(i);
      ByteString exporter = Addresses.mapped(point.getExporterAddress());
      ByteString prefix = Addresses.mapped(point.getPrefixAddress());
      if (exporter == null || prefix == null) {
        out.setAside(record, i, Poison.BAD_ADDRESS, point.toByteArray());
      } else {
        out.of(Table.METERING_POINTS)
            .int32(settings.getVersion())
            .millis(settings.getFromLogMs())
            .address(exporter)
            .address(prefix)
            .int8(point.getPrefixAddress().isEmpty() ? 0 : point.getPrefixLength())
            .int32(point.getIfIndex())
            .int8(point.getDirectionValue())
            .endRow();
      }
    }
  }
}
