package dev.sluice.tls.nativecrypto;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Supplier;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key agreement of X25519 (RFC 7748) by Conscrypt's native code, with keys of the JDK's types, as the JDK's TLS wants
 * them. The JDK's own arithmetic in Java takes some ten times as long, twice for each handshake. For any other curve the
 * JDK asks the next provider.
 */
final class NativeX25519 extends Provider {
    static final String NAME = "SluiceX25519";

    @Serial
    private static final long serialVersionUID = 1;

    private static final String ALGORITHM = "XDH";
    private static final String CURVE = NamedParameterSpec.X25519.getName();
    private static final int BYTES = 32;

    /**
     * Nothing is installed by it.
     *
     * @param conscrypt does the arithmetic
     */
    NativeX25519(Provider conscrypt) {
        super(NAME, "1", "X25519 by native code");
        for (String algorithm : new String[] {ALGORITHM, CURVE}) {
            putService(new Made("KeyPairGenerator", algorithm, () -> new Pairs(conscrypt)));
            putService(new Made("KeyAgreement", algorithm, () -> new Agreement(conscrypt)));
        }
    }

    private final class Made extends Service {
        private final Supplier<Object> maker;

        Made(String type, String algorithm, Supplier<Object> maker) {
            super(NativeX25519.this, type, algorithm, NativeX25519.class.getName(), null, null);
            this.maker = maker;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return maker.get();
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return parameter instanceof Key key && isOfCurve(key);
        }
    }

    private static boolean isOfCurve(Key key) {
        return key instanceof XECKey curved
                && curved.getParams() instanceof NamedParameterSpec named
                && named.getName().equalsIgnoreCase(CURVE);
    }

    private static final class Pairs extends KeyPairGeneratorSpi {
        private final KeyPairGenerator generator;
        private final KeyFactory keys;

        Pairs(Provider conscrypt) {
            try {
                generator = KeyPairGenerator.getInstance(ALGORITHM, conscrypt);
                keys = KeyFactory.getInstance(ALGORITHM); // the JDK's: nobody else is asked for one
            } catch (NoSuchAlgorithmException missing) {
                throw new ProviderException(missing);
            }
        }

        @Override
        public void initialize(int bits, SecureRandom random) {
            if (bits != BYTES * Byte.SIZE - 1 && bits != BYTES * Byte.SIZE) {
                throw new InvalidParameterException("X25519 has keys of 255 bits, not of " + bits);
            }
        }

        @Override
        public void initialize(AlgorithmParameterSpec curve, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            if (!(curve instanceof NamedParameterSpec named) || !named.getName().equalsIgnoreCase(CURVE)) {
                throw new InvalidAlgorithmParameterException("X25519 only");
            }
        }

        @Override
        public KeyPair generateKeyPair() {
            KeyPair pair = generator.generateKeyPair();
            try {
                return new KeyPair(
                        keys.generatePublic(
                                new X509EncodedKeySpec(pair.getPublic().getEncoded())),
                        keys.generatePrivate(
                                new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())));
            } catch (GeneralSecurityException malformed) {
                throw new ProviderException(malformed);
            }
        }
    }

    private static final class Agreement extends KeyAgreementSpi {
        private final KeyAgreement agreement;
        private final KeyFactory keys;

        Agreement(Provider conscrypt) {
            try {
                agreement = KeyAgreement.getInstance(ALGORITHM, conscrypt);
                keys = KeyFactory.getInstance(ALGORITHM, conscrypt);
            } catch (NoSuchAlgorithmException missing) {
                throw new ProviderException(missing);
            }
        }

        @Override
        protected void engineInit(Key own, SecureRandom random) throws InvalidKeyException {
            if (!isOfCurve(own)) {
                throw new InvalidKeyException("no key of X25519");
            }
            try {
                PrivateKey key = keys.generatePrivate(new PKCS8EncodedKeySpec(own.getEncoded()));
                agreement.init(key);
            } catch (GeneralSecurityException malformed) {
                throw new InvalidKeyException(malformed);
            }
        }

        @Override
        protected void engineInit(Key own, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException {
            engineInit(own, random);
        }

        /** The peer's key; an agreement on zeros, which would be no secret, is refused (RFC 7748 §6.1, RFC 8446 §7.4.2). */
        @Override
        protected @Nullable Key engineDoPhase(Key peer, boolean last) throws InvalidKeyException {
            if (!last || !isOfCurve(peer)) {
                throw new InvalidKeyException("one key of X25519 is agreed on");
            }
            try {
                PublicKey key = keys.generatePublic(new X509EncodedKeySpec(peer.getEncoded()));
                return agreement.doPhase(key, true);
            } catch (GeneralSecurityException malformed) {
                throw new InvalidKeyException(malformed);
            }
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return agreement.generateSecret();
        }

        @Override
        protected int engineGenerateSecret(byte[] target, int offset) throws ShortBufferException {
            return agreement.generateSecret(target, offset);
        }

        @Override
        protected SecretKey engineGenerateSecret(String algorithm) {
            return new SecretKeySpec(engineGenerateSecret(), algorithm);
        }
    }
}
