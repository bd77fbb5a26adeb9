package io.mbmpo.controller.dds;

import io.mbmpo.controller.wire.Qos;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Fast DDS profile. Nothing is left to defaults that matters: no shared memory (its locks outlive
 * a killed process), finite leases, and payload memory of fixed size, for which a payload larger
 * than its type would otherwise be written past the end.
 *
 * @param name new every time: Fast DDS keeps the first profile that it was given under a name
 * @param xml in Fast DDS's schema
 */
record Profile(String name, String xml) {
  private static final long SECOND = 1_000_000_000L;
  private static final int ANNOUNCEMENTS_A_LEASE = 4;
  private static final long HEARTBEAT_NANOS = 100_000_000L;
  private static final AtomicLong COUNT = new AtomicLong();

  private static Profile of(String before, String profiles) {
    String name = "mbmpo-" + COUNT.incrementAndGet();
    String content = before + profiles.replace("PROFILE", name);
    return new Profile(
        name,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <dds xmlns="http://www.eprosima.com/XMLSchemas/fastRTPS_Profiles">%s</dds>
        """
            .formatted(content));
  }

  /**
   * @param interfaces IPv4 addresses to speak on, or {@code all}
   * @param logFile the process's first: where Fast DDS is to write its warnings; else null
   */
  static Profile participant(
      String name, int domainId, List<String> interfaces, double leaseS, String logFile) {
    StringBuilder allowed = new StringBuilder();
    if (!interfaces.contains("all")) {
      interfaces.forEach(address -> allowed.append("<address>" + address + "</address>"));
      allowed.insert(0, "<interfaceWhiteList>").append("</interfaceWhiteList>");
    }
    long lease = (long) (leaseS * SECOND);
    return of(
        logFile == null ? "" : processWide(logFile),
        """
        <profiles>
         <transport_descriptors><transport_descriptor>
          <transport_id>PROFILE</transport_id><type>UDPv4</type>%s
         </transport_descriptor></transport_descriptors>
         <participant profile_name="PROFILE">
          <domainId>%d</domainId>
          <rtps>
           <name>%s</name>
           <useBuiltinTransports>false</useBuiltinTransports>
           <userTransports><transport_id>PROFILE</transport_id></userTransports>
           <builtin><discovery_config>
            <leaseDuration>%s</leaseDuration>
            <leaseAnnouncement>%s</leaseAnnouncement>
           </discovery_config></builtin>
          </rtps>
         </participant>
        </profiles>
        """
            .formatted(
                allowed, domainId, name, duration(lease), duration(lease / ANNOUNCEMENTS_A_LEASE)));
  }

  static Profile reader(String topic, String type, Qos qos) {
    return of(
        "",
        """
        <profiles><data_reader profile_name="PROFILE">%s
         <qos>%s</qos>
         <historyMemoryPolicy>PREALLOCATED</historyMemoryPolicy>
        </data_reader></profiles>
        """
            .formatted(topic(topic, type, qos), policies(qos)));
  }

  static Profile writer(String topic, String type, Qos qos) {
    return of(
        "",
        """
        <profiles><data_writer profile_name="PROFILE">%s
         <qos>%s<publishMode><kind>SYNCHRONOUS</kind></publishMode></qos>
         <times><heartbeatPeriod>%s</heartbeatPeriod></times>
         <historyMemoryPolicy>PREALLOCATED</historyMemoryPolicy>
        </data_writer></profiles>
        """
            .formatted(topic(topic, type, qos), policies(qos), duration(HEARTBEAT_NANOS)));
  }

  private static String topic(String name, String type, Qos qos) {
    return """
    <topic>
     <kind>NO_KEY</kind><name>%1$s</name><dataType>%2$s</dataType>
     <historyQos><kind>KEEP_LAST</kind><depth>%3$d</depth></historyQos>
     <resourceLimitsQos>
      <max_samples>%3$d</max_samples><max_instances>1</max_instances>
      <max_samples_per_instance>%3$d</max_samples_per_instance>
      <allocated_samples>%3$d</allocated_samples>
     </resourceLimitsQos>
    </topic>
    """
        .formatted(name, type, qos.depth());
  }

  private static String policies(Qos qos) {
    return """
    <reliability><kind>%s</kind></reliability>
    <durability><kind>%s</kind></durability>
    <data_sharing><kind>OFF</kind></data_sharing>
    """
        .formatted(
            qos.reliable() ? "RELIABLE" : "BEST_EFFORT",
            qos.transientLocal() ? "TRANSIENT_LOCAL" : "VOLATILE");
  }

  /**
   * Delivery within a process goes over the wire, too: else it runs in the writer's thread, with
   * the writer locked.
   */
  private static String processWide(String logFile) {
    return """
    <library_settings><intraprocess_delivery>OFF</intraprocess_delivery></library_settings>
    <log>
     <use_default>FALSE</use_default>
     <consumer>
      <class>FileConsumer</class>
      <property><name>filename</name><value>%s</value></property>
      <property><name>append</name><value>TRUE</value></property>
     </consumer>
    </log>
    """
        .formatted(logFile);
  }

  private static String duration(long nanos) {
    return "<sec>%d</sec><nanosec>%d</nanosec>".formatted(nanos / SECOND, nanos % SECOND);
  }
}
