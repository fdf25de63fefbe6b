package io.eipmeter.schemas.clickhouse;

import com.clickhouse.client.api.ClientConfigProperties;
import com.clickhouse.client.api.ClientFaultCause;
import java.util.Properties;

/** A target in the options of the vendor's driver, which hands them to its client. */
final class DriverOptions {
  /**
   * There in every ClickHouse. Ours may not be yet, and a session in a database that is missing is
   * refused; all our statements name theirs.
   */
  private static final String SESSION_DATABASE = "system";

  private DriverOptions() {}

  static Properties jdbc(ClickHouseTarget target) {
    Properties options = new Properties();
    set(options, ClientConfigProperties.USER, target.user());
    set(options, ClientConfigProperties.PASSWORD, target.password());
    set(options, ClientConfigProperties.DATABASE, SESSION_DATABASE);
    set(options, ClientConfigProperties.COMPRESS_SERVER_RESPONSE, target.compressed());
    set(options, ClientConfigProperties.COMPRESS_CLIENT_REQUEST, target.compressed());
    set(options, ClientConfigProperties.CONNECTION_TIMEOUT, target.connectLimit().toMillis());
    set(options, ClientConfigProperties.SOCKET_OPERATION_TIMEOUT, target.silenceLimit().toMillis());
    // A repeated INSERT may be done twice.
    set(options, ClientConfigProperties.RETRY_ON_FAILURE, 0);
    set(options, ClientConfigProperties.CLIENT_RETRY_ON_FAILURE, ClientFaultCause.None.name());
    if (!target.caFile().isEmpty()) {
      set(options, ClientConfigProperties.CA_CERTIFICATE, target.caFile());
    }
    return options;
  }

  private static void set(Properties options, ClientConfigProperties option, Object value) {
    options.setProperty(option.getKey(), value.toString());
  }
}
