package io.eipmeter.sim.lab.flink;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Flink cluster of real processes: a JobManager with the web interface, and a TaskManager that
 * can be killed and replaced. Job classes are on the classpath of both, so nothing is uploaded.
 */
public final class LocalFlink implements AutoCloseable {
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  /** What the shell scripts of a Flink distribution would compute; without them it is explicit. */
  private static final List<String> TASK_MANAGER_MEMORY =
      List.of(
          "taskmanager.cpu.cores=2.0",
          "taskmanager.memory.framework.heap.size=128m",
          "taskmanager.memory.task.heap.size=896m",
          "taskmanager.memory.framework.off-heap.size=64m",
          "taskmanager.memory.task.off-heap.size=32m",
          "taskmanager.memory.network.min=128m",
          "taskmanager.memory.network.max=128m",
          "taskmanager.memory.managed.size=16m",
          "taskmanager.memory.jvm-metaspace.size=256m",
          "taskmanager.memory.jvm-overhead.min=128m",
          "taskmanager.memory.jvm-overhead.max=128m");

  private final Path directory;
  private final Path logDirectory;
  private final FlinkRest rest;
  private final ChildProcess jobManager;
  private ChildProcess taskManager;
  private int taskManagersStarted;

  private LocalFlink(Path directory, Path logDirectory, int restPort) {
    this.directory = directory;
    this.logDirectory = logDirectory;
    this.rest = new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
    this.jobManager =
        ChildProcess.startWatched(
            "flink-jobmanager",
            logDirectory,
            jvm("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of(JOB_MANAGER, "--configDir", directory.toString()));
    this.taskManager = launchTaskManager();
  }

  /**
   * Starts both processes and returns when the slots are there.
   *
   * @param restPort known to be free
   * @param slots of the TaskManager: parallelism times jobs
   */
  public static LocalFlink start(Path directory, Path logDirectory, int restPort, int slots) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("config.yaml"), config(directory, restPort, slots));
    } catch (IOException e) {
      throw new LabFailure("Flink's directory could not be made: " + e.getMessage() + ".", e);
    }
    LocalFlink flink = new LocalFlink(directory, logDirectory, restPort);
    flink.awaitSlots();
    return flink;
  }

  public FlinkRest rest() {
    return rest;
  }

  public ChildProcess jobManager() {
    return jobManager;
  }

  public ChildProcess taskManager() {
    return taskManager;
  }

  /** kill -9 of the TaskManager: the jobs restart from their last checkpoint on the next one. */
  public void killTaskManager() {
    taskManager.kill();
  }

  /** Starts a TaskManager in the killed one's place. */
  public void replaceTaskManager() {
    taskManager = launchTaskManager();
  }

  @Override
  public void close() {
    taskManager.close();
    jobManager.close();
  }

  private ChildProcess launchTaskManager() {
    taskManagersStarted++;
    String name = "taskmanager-" + taskManagersStarted;
    List<String> command = new ArrayList<>(List.of(TASK_MANAGER));
    command.addAll(List.of("--configDir", directory.toString()));
    for (String setting : TASK_MANAGER_MEMORY) {
      command.addAll(List.of("-D", setting));
    }
    command.addAll(List.of("-D", "taskmanager.resource-id=" + name));
    return ChildProcess.startWatched(
        "flink-" + name,
        logDirectory,
        jvm("-Xms256m", "-Xmx1024m", "-XX:MaxMetaspaceSize=256m", "-XX:+UseParallelGC"),
        command);
  }

  private void awaitSlots() {
    Await.until(
        "task slot of Flink at " + rest.url(),
        Await.LONGEST_START,
        jobManager,
        () -> {
          if (!taskManager.alive()) {
            throw new LabFailure("Flink's TaskManager stopped. " + taskManager.lastWords());
          }
          return rest.slots() > 0;
        });
  }

  private static List<String> jvm(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(FlinkJvmOptions.opens());
    // Flink's own pekko.startup-timeout does not reach the remoting, which gives up after 10 s.
    all.add("-Dpekko.remote.classic.startup-timeout=300s");
    return all;
  }

  private static String config(Path directory, int restPort, int slots) {
    int rpcPort = Ports.tcp(0, "--flink-port");
    return String.join(
        "\n",
        "jobmanager.rpc.address: 127.0.0.1",
        "jobmanager.rpc.port: " + rpcPort,
        "jobmanager.bind-host: 127.0.0.1",
        "taskmanager.host: 127.0.0.1",
        "taskmanager.bind-host: 127.0.0.1",
        "rest.address: 127.0.0.1",
        "rest.bind-address: 127.0.0.1",
        "rest.port: " + restPort,
        "blob.server.port: 0",
        "taskmanager.numberOfTaskSlots: " + slots,
        "io.tmp.dirs: " + directory.resolve("tmp"),
        "execution.checkpointing.dir: " + directory.resolve("checkpoints").toUri(),
        "execution.checkpointing.savepoint-dir: " + directory.resolve("savepoints").toUri(),
        // A killed TaskManager is noticed by its closed connection, a slow one is not taken for it;
        // jobs are tried again for ever.
        "heartbeat.interval: 1000",
        "heartbeat.rpc-failure-threshold: 2",
        "heartbeat.timeout: 120000",
        "pekko.ask.timeout: 300 s",
        "restart-strategy.type: fixed-delay",
        "restart-strategy.fixed-delay.attempts: 2147483647",
        "restart-strategy.fixed-delay.delay: 1 s",
        // Whoever asks how far a job is wants to know how far it is now.
        "metrics.fetcher.update-interval: 1000",
        "web.submit.enable: false",
        "");
  }
}
