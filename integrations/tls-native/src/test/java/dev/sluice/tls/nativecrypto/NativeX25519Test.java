package dev.sluice.tls.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.io.TlsCrypto;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NativeX25519Test {
    @BeforeAll
    static void install() {
        TlsCrypto.installed();
        assumeTrue(Security.getProvider(NativeX25519.NAME) != null, "Conscrypt has no native code for this machine");
    }

    @Test
    void isWhatTheJdkAsksFirst() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
        generator.initialize(NamedParameterSpec.X25519);
        assertThat(generator.getProvider().getName()).isEqualTo(NativeX25519.NAME);
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPublic()).isInstanceOf(XECPublicKey.class);
        assertThat(pair.getPrivate()).isInstanceOf(XECPrivateKey.class);
        KeyAgreement agreement = KeyAgreement.getInstance("XDH");
        agreement.init(pair.getPrivate());
        assertThat(agreement.getProvider().getName()).isEqualTo(NativeX25519.NAME);
    }

    /** Bob's side of RFC 7748 §6.1. */
    @Test
    void agreesOnTheSecretOfTheRfc() throws Exception {
        KeyFactory keys = KeyFactory.getInstance("XDH", "SunEC");
        PrivateKey bob = keys.generatePrivate(new XECPrivateKeySpec(
                NamedParameterSpec.X25519, hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
        PublicKey alice = keys.generatePublic(new XECPublicKeySpec(
                NamedParameterSpec.X25519,
                littleEndian("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")));
        assertThat(secret(NativeX25519.NAME, bob, alice))
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }

    /** As the JDK by itself: both ends have the same secret, whoever computes it. */
    @Test
    void agreesWithTheJdk() throws Exception {
        for (int i = 0; i < 50; i++) {
            KeyPairGenerator natively = KeyPairGenerator.getInstance("XDH", NativeX25519.NAME);
            natively.initialize(NamedParameterSpec.X25519);
            KeyPair ours = natively.generateKeyPair();
            KeyPair theirs = KeyPairGenerator.getInstance("X25519", "SunEC").generateKeyPair();
            assertThat(secret(NativeX25519.NAME, ours.getPrivate(), theirs.getPublic()))
                    .isEqualTo(secret("SunEC", theirs.getPrivate(), ours.getPublic()))
                    .hasSize(32);
        }
    }

    @Test
    void refusesASecretOfZeros() throws Exception {
        PublicKey zero = KeyFactory.getInstance("XDH", "SunEC")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.ZERO));
        KeyPair own = KeyPairGenerator.getInstance("X25519", NativeX25519.NAME).generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", NativeX25519.NAME);
        agreement.init(own.getPrivate());
        assertThatThrownBy(() -> agreement.doPhase(zero, true)).isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void leavesX448ToTheJdk() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
        generator.initialize(NamedParameterSpec.X448);
        KeyPair pair = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("XDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        assertThat(agreement.generateSecret()).hasSize(56);
        assertThat(agreement.getProvider().getName()).isEqualTo("SunEC");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static BigInteger littleEndian(String digits) {
        byte[] bytes = hex(digits);
        for (int i = 0; i < bytes.length / 2; i++) {
            byte kept = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = kept;
        }
        return new BigInteger(1, bytes);
    }

    private static byte[] secret(String provider, PrivateKey own, PublicKey peer) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
        agreement.init(own);
        agreement.doPhase(peer, true);
        return agreement.generateSecret();
    }
}
