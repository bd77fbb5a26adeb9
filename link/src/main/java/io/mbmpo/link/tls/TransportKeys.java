package io.mbmpo.link.tls;

import io.mbmpo.link.LinkException;
import io.mbmpo.link.signing.OwnerOnly;
import io.mbmpo.link.signing.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What one end needs to speak TLS with its broker: its certificate with the private key, the
 * authority that made both ends' certificates, and that authority's list of revoked ones. They open
 * the line; they cannot move a robot, see {@link io.mbmpo.link.signing.SigningKey}. Immutable,
 * thread-safe.
 */
public final class TransportKeys {
  /** Certificate of this end, PEM. */
  public static final String CERTIFICATE = "transport.crt";

  /** Its private key, PKCS#8 PEM, elliptic curve, mode 0600. */
  public static final String KEY = "transport.key";

  /** Certificate of the authority, PEM. */
  public static final String AUTHORITY = "ca.crt";

  /** Certificates that no longer count, PEM; may be missing. */
  public static final String REVOKED = "ca.crl";

  private static final char[] NO_PASSWORD = {};

  private final Path folder;
  private final String identity;
  private final X509Certificate certificate;
  private final Clock clock;
  private final SSLSocketFactory sockets;
  private final boolean revoked;

  private TransportKeys(
      Path folder,
      String identity,
      X509Certificate certificate,
      Clock clock,
      SSLSocketFactory sockets,
      boolean revoked) {
    this.folder = folder;
    this.identity = identity;
    this.certificate = certificate;
    this.clock = clock;
    this.sockets = sockets;
    this.revoked = revoked;
  }

  /**
   * Reads the folder as {@code ./mbmpo keys} makes it, and refuses what the broker would refuse
   * later with fewer words.
   *
   * @throws LinkException naming the file, what is wrong with it and what to do
   */
  public static TransportKeys load(Path folder, Clock clock) {
    X509Certificate certificate = certificate(folder.resolve(CERTIFICATE));
    X509Certificate authority = certificate(folder.resolve(AUTHORITY));
    Path keyFile = folder.resolve(KEY);
    try {
      OwnerOnly.require(keyFile, "transport key", "can take this machine's place on the link");
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Pem.find(keyFile, Pem.read(keyFile), Pem.PRIVATE)));
      String identity = commonName(certificate);
      requireIssued(folder, certificate, authority);
      requirePair(folder, key, certificate);
      requireValid(folder, identity, certificate, clock.instant());
      List<X509CRL> revoked = revoked(folder.resolve(REVOKED));
      SSLContext context = context(key, certificate, authority, revoked);
      return new TransportKeys(
          folder,
          identity,
          certificate,
          clock,
          context.getSocketFactory(),
          revoked.stream().anyMatch(list -> list.isRevoked(certificate)));
    } catch (IOException e) {
      throw new LinkException("cannot read transport key " + keyFile + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new LinkException(
          "transport keys in %s are damaged (%s); copy the folder again from where ./mbmpo keys made it"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Whose they are, e.g. {@code robot-go1}: the certificate's common name. */
  public String identity() {
    return identity;
  }

  /** The certificate counts until then. */
  public Instant expiry() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether the list beside it says that it counts no more. */
  public boolean revoked() {
    return revoked;
  }

  /** TLS with this end's certificate, trusting brokers of this end's authority alone. */
  public SSLSocketFactory sockets() {
    return sockets;
  }

  /** The command that makes them anew. */
  String command() {
    return "./mbmpo keys " + identity.replaceFirst("-", " ");
  }

  Path folder() {
    return folder;
  }

  Instant now() {
    return clock.instant();
  }

  /** Common name of the subject. */
  public static String commonName(X509Certificate certificate) {
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN")) {
          return rdn.getValue().toString();
        }
      }
    } catch (InvalidNameException e) {
      throw new LinkException("the subject of a certificate is no name: " + e.getMessage(), e);
    }
    return "";
  }

  private static X509Certificate certificate(Path file) {
    if (!Files.exists(file)) {
      throw new LinkException(
          "no transport keys: "
              + file
              + " is missing; make them with ./mbmpo keys where the authority is, and copy the"
              + " folder "
              + file.getParent().getFileName()
              + " to this machine");
    }
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    } catch (IOException | GeneralSecurityException e) {
      throw new LinkException(file + " is no certificate (" + e.getMessage() + "); restore it", e);
    }
  }

  private static List<X509CRL> revoked(Path file) throws IOException, GeneralSecurityException {
    return Files.exists(file)
        ? List.of(
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(file))))
        : List.of();
  }

  private static void requireIssued(
      Path folder, X509Certificate certificate, X509Certificate authority)
      throws GeneralSecurityException {
    try {
      certificate.verify(authority.getPublicKey());
    } catch (SignatureException | InvalidKeyException e) {
      throw new LinkException(
          "%s was not made by the authority in %s beside it; copy the whole folder %s again"
              .formatted(folder.resolve(CERTIFICATE), AUTHORITY, folder.getFileName()),
          e);
    }
  }

  private static void requirePair(Path folder, PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] probe = {1};
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(probe);
    if (!signature.verify(signed)) {
      throw new LinkException(
          "%s and %s do not belong together; copy the whole folder %s again"
              .formatted(folder.resolve(KEY), CERTIFICATE, folder.getFileName()));
    }
  }

  private static void requireValid(
      Path folder, String identity, X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      throw new LinkException(
          "certificate of %s counts from %s on, and this machine's clock says %s: set the clock"
              .formatted(identity, from, now));
    }
    if (now.isAfter(until)) {
      throw new LinkException(
          "certificate %s expired on %s: ./mbmpo keys %s makes another; copy %s here again"
              .formatted(
                  folder.resolve(CERTIFICATE),
                  until,
                  identity.replaceFirst("-", " "),
                  folder.getFileName()));
    }
  }

  private static SSLContext context(
      PrivateKey key, X509Certificate certificate, X509Certificate authority, List<X509CRL> revoked)
      throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("own", key, NO_PASSWORD, new X509Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, NO_PASSWORD);

    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    PKIXBuilderParameters path = new PKIXBuilderParameters(trusted, new X509CertSelector());
    path.setRevocationEnabled(!revoked.isEmpty());
    path.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(new CertPathTrustManagerParameters(path));

    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
