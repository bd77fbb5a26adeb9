package io.mbmpo.controller.dds;

import io.mbmpo.controller.ros.RosMessage;
import io.mbmpo.controller.ros.RosType;
import io.mbmpo.controller.wire.Peer;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.TopicNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantImpl;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantListener;

/**
 * This process in a DDS domain. Made once, with all its readers and writers, and closed with them
 * when the process ends. Goes straight to the native layer of {@code ihmc-pub-sub}: the layer above
 * it locks, prints, and can come to a standstill when something is closed while messages arrive.
 * Safe for use by several threads.
 */
public final class DdsParticipant implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DdsParticipant.class);
  private static final int REMOVED = 2;
  private static final int MOST_PEERS = 1000;
  private static boolean logIsSet;

  private final NativeParticipantImpl participant;
  private final NativeLog nativeLog;
  private final PeerListener listener;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private final Set<RosType> types = EnumSet.noneOf(RosType.class);
  private final List<DdsReader<?>> readers = new ArrayList<>();
  private final List<DdsWriter<?>> writers = new ArrayList<>();
  private boolean closed;

  /**
   * Joins the domain.
   *
   * @param name what peers see
   * @param interfaces IPv4 addresses of this machine to speak on, or {@code all}
   * @param leaseS a peer takes this process for gone when it is silent for so long, s
   * @throws DdsException when it cannot, saying what to do
   */
  public DdsParticipant(String name, int domainId, List<String> interfaces, double leaseS) {
    interfaces.forEach(DdsParticipant::checkInterface);
    DdsLibrary.load();
    listener = new PeerListener(); // native, so not before
    nativeLog = NativeLog.get();
    participant = create(name, domainId, interfaces, leaseS);
  }

  /** Fast DDS takes an address that is not there, and then hears nothing. */
  private static void checkInterface(String address) {
    try {
      if (!address.equals("all")
          && NetworkInterface.getByInetAddress(InetAddress.getByName(address)) == null) {
        throw new DdsException(
            address + " is no address of this machine; \"ip addr\" shows which there are");
      }
    } catch (IOException e) {
      throw new DdsException("cannot speak on " + address + ": " + e.getMessage(), e);
    }
  }

  private NativeParticipantImpl create(
      String name, int domainId, List<String> interfaces, double leaseS) {
    synchronized (DdsParticipant.class) {
      String logFile = logIsSet ? null : nativeLog.file().toString();
      Profile profile = Profile.participant(name, domainId, interfaces, leaseS, logFile);
      try {
        NativeParticipantImpl created =
            new NativeParticipantImpl(
                profile.name(), profile.xml(), profile.xml().length(), listener);
        logIsSet = true;
        return created;
      } catch (IOException | RuntimeException e) {
        throw new DdsException(
            "cannot join DDS domain %d on %s: %s"
                .formatted(domainId, String.join(", ", interfaces), e.getMessage()),
            e);
      }
    }
  }

  /**
   * Subscribes.
   *
   * @param topic name on the wire, see {@link TopicNames#dds}
   * @param message reused for every sample
   * @param receiver called with it on a thread of DDS, one call at a time; may not keep it
   */
  public synchronized <M extends RosMessage> DdsReader<M> reader(
      String topic, M message, Qos qos, Consumer<M> receiver) {
    register(message);
    DdsReader<M> reader = new DdsReader<>(participant, topic, message, qos, receiver);
    readers.add(reader);
    return reader;
  }

  /**
   * Advertises.
   *
   * @param topic name on the wire, see {@link TopicNames#dds}
   * @param like any message of the type
   */
  public synchronized <M extends RosMessage> DdsWriter<M> writer(String topic, M like, Qos qos) {
    register(like);
    DdsWriter<M> writer = new DdsWriter<>(participant, topic, like, qos);
    writers.add(writer);
    return writer;
  }

  private void register(RosMessage message) {
    if (types.add(message.type())) {
      participant.registerType(message.type().ddsName(), message.maxBytes());
    }
  }

  /** Other participants in the domain now, by name. */
  public List<Peer> peers() {
    List<Peer> sorted = new ArrayList<>(peers.values());
    sorted.sort((a, b) -> (a.name() + a.id()).compareTo(b.name() + b.id()));
    return Collections.unmodifiableList(sorted);
  }

  /** By topic on the wire: why an endpoint of a peer does not fit ours. */
  public synchronized Map<String, String> incompatible() {
    Map<String, String> ours = new TreeMap<>(nativeLog.incompatible());
    ours.keySet()
        .removeIf(
            topic ->
                readers.stream().noneMatch(r -> r.topic().equals(topic))
                    && writers.stream().noneMatch(w -> w.topic().equals(topic)));
    return ours;
  }

  /** Payloads that DDS dropped in this process because they were larger than their type. */
  public long oversize() {
    return nativeLog.oversize();
  }

  /** Leaves the domain. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    readers.forEach(DdsReader::stopTaking);
    readers.forEach(DdsReader::close);
    writers.forEach(DdsWriter::close);
    participant.delete();
    listener.delete();
  }

  private final class PeerListener extends NativeParticipantListener {
    @Override
    public void onParticipantDiscovery(long info, long guidHigh, long guidLow, int status) {
      try {
        // The first half is the same for all participants of one process.
        String id = Long.toHexString(guidHigh) + Long.toHexString(guidLow);
        if (status >= REMOVED) {
          peers.remove(id);
        } else if (peers.size() < MOST_PEERS) {
          String name = getName(info);
          peers.put(id, new Peer(name == null || name.isBlank() ? id : name, id));
        }
      } catch (RuntimeException e) { // would end in native code
        log.error("a peer could not be noted", e);
      }
    }
  }
}
