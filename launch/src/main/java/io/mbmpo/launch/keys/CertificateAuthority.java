package io.mbmpo.launch.keys;

import com.google.common.net.InetAddresses;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.signing.OwnerOnly;
import io.mbmpo.link.signing.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes and revokes the certificates of one project's link (X.509, ECDSA on P-256). Keeps a copy of
 * every certificate made, so that each can be revoked later, and its list of revoked ones, which
 * counts as long as the authority does: a broker with an outdated list would refuse everyone.
 */
final class CertificateAuthority {
  static final String KEY = "ca.key";
  static final String CERTIFICATE = "ca.crt";
  static final String REVOKED = "ca.crl";

  private static final String ISSUED = "issued";
  private static final String ALGORITHM = "SHA256withECDSA";
  // Machines' clocks differ a little.
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private final PrivateFolder folder;
  private final Clock clock;
  private final PrivateKey key;
  private final X509Certificate certificate;

  private CertificateAuthority(
      PrivateFolder folder, Clock clock, PrivateKey key, X509Certificate certificate) {
    this.folder = folder;
    this.clock = clock;
    this.key = key;
    this.certificate = certificate;
  }

  /** Makes a new authority in the folder. */
  static CertificateAuthority create(Path path, Clock clock, Duration validity) {
    PrivateFolder folder = PrivateFolder.make(path);
    KeyPair pair = newPair();
    Instant now = clock.instant();
    X500Name name = name("mbmpo authority " + serial().toString(16));
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  serial(),
                  Date.from(now.minus(BEFORE)),
                  Date.from(now.plus(validity)),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      X509Certificate own = sign(builder, pair.getPrivate());
      folder.writePrivateKey(KEY, pair.getPrivate().getEncoded());
      folder.writeCertificate(CERTIFICATE, own.getEncoded());
      CertificateAuthority made = new CertificateAuthority(folder, clock, pair.getPrivate(), own);
      made.writeRevoked(List.of());
      return made;
    } catch (GeneralSecurityException | CertIOException e) {
      throw failure("cannot make an authority", e);
    }
  }

  /**
   * Opens the authority that {@link #create} made.
   *
   * @throws LinkException naming the file that is damaged or open to others
   */
  static CertificateAuthority open(Path path, Clock clock) {
    PrivateFolder folder = new PrivateFolder(path);
    Path keyFile = folder.file(KEY);
    try {
      OwnerOnly.require(keyFile, "the authority's key", "can make certificates for anyone");
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Pem.find(keyFile, Pem.read(keyFile), Pem.PRIVATE)));
      X509Certificate own = read(folder.file(CERTIFICATE));
      if (clock.instant().isAfter(own.getNotAfter().toInstant())) {
        throw LaunchException.usage(
            "the authority in %s expired on %s; make another in a new folder: ./mbmpo keys init --keys FOLDER"
                .formatted(path, own.getNotAfter().toInstant()));
      }
      return new CertificateAuthority(folder, clock, key, own);
    } catch (IOException | GeneralSecurityException e) {
      throw failure("cannot read " + keyFile + "; restore it", e);
    }
  }

  static KeyPair newPair() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
      pairs.initialize(new ECGenParameterSpec("secp256r1"));
      return pairs.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw failure("this Java has no P-256", e);
    }
  }

  X509Certificate certificate() {
    return certificate;
  }

  /**
   * Makes a certificate and keeps a copy.
   *
   * @param name common name
   * @param hosts host names and IP addresses of a broker; empty for a client
   * @param validity cut where the authority's own ends
   */
  X509Certificate issue(String name, PublicKey owner, List<String> hosts, Duration validity) {
    Instant now = clock.instant();
    Instant wanted = now.plus(validity);
    Instant last = certificate.getNotAfter().toInstant();
    BigInteger serial = serial();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name(certificate),
                  serial,
                  Date.from(now.minus(BEFORE)),
                  Date.from(wanted.isBefore(last) ? wanted : last),
                  name(name),
                  owner)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(
                      hosts.isEmpty()
                          ? KeyPurposeId.id_kp_clientAuth
                          : KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      if (!hosts.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                hosts.stream().map(CertificateAuthority::host).toArray(GeneralName[]::new)));
      }
      X509Certificate issued = sign(builder, key);
      PrivateFolder.make(folder.file(ISSUED))
          .writeCertificate(serial.toString(16) + ".crt", issued.getEncoded());
      return issued;
    } catch (GeneralSecurityException | CertIOException e) {
      throw failure("cannot make a certificate for " + name, e);
    }
  }

  /** Every certificate made, oldest first. */
  List<X509Certificate> issued() {
    List<X509Certificate> all = new ArrayList<>();
    if (!Files.isDirectory(folder.file(ISSUED))) {
      return all;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.file(ISSUED), "*.crt")) {
      for (Path file : files) {
        all.add(read(file));
      }
    } catch (IOException e) {
      throw failure("cannot read " + folder.file(ISSUED), e);
    }
    all.sort(
        Comparator.comparing(X509Certificate::getNotBefore)
            .thenComparing(X509Certificate::getSerialNumber));
    return all;
  }

  /** The list of revoked certificates. */
  X509CRL revoked() {
    try (InputStream in = Files.newInputStream(folder.file(REVOKED))) {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
    } catch (IOException | GeneralSecurityException e) {
      throw failure("cannot read " + folder.file(REVOKED), e);
    }
  }

  /** Puts certificates onto the list, for good. */
  void revoke(List<X509Certificate> gone) {
    writeRevoked(gone);
  }

  private void writeRevoked(List<X509Certificate> gone) {
    Instant now = clock.instant();
    // Numbers of lists must rise.
    BigInteger number = BigInteger.valueOf(now.toEpochMilli());
    try {
      JcaX509v2CRLBuilder builder =
          new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now));
      builder.setNextUpdate(certificate.getNotAfter());
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      if (Files.exists(folder.file(REVOKED))) {
        Set<? extends X509CRLEntry> entries = revoked().getRevokedCertificates();
        for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
          builder.addCRLEntry(
              entry.getSerialNumber(), entry.getRevocationDate(), CRLReason.keyCompromise);
        }
      }
      for (X509Certificate one : gone) {
        builder.addCRLEntry(one.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
      }
      X509CRL list = new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
      folder.writeRevocations(REVOKED, list.getEncoded());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw failure("cannot make the list of revoked certificates", e);
    }
  }

  private static GeneralName host(String host) {
    return new GeneralName(
        InetAddresses.isInetAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder(ALGORITHM).build(key);
  }

  private static X500Name name(String common) {
    return new X500NameBuilder().addRDN(BCStyle.CN, common).build();
  }

  private static X500Name name(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static BigInteger serial() {
    return new BigInteger(63, new SecureRandom()).setBit(62);
  }

  private static X509Certificate read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | GeneralSecurityException e) {
      throw failure("cannot read certificate " + file + "; restore it", e);
    }
  }

  private static LaunchException failure(String what, Exception cause) {
    return LaunchException.environment(what + ": " + cause.getMessage(), cause);
  }
}
