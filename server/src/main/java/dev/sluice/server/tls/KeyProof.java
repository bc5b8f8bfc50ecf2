package dev.sluice.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Proves that two keys belong together: what one signs, the other verifies. */
final class KeyProof {
    private static final byte[] ANYTHING = {1, 2, 3};

    private KeyProof() {}

    static boolean belong(PublicKey shown, PrivateKey kept) {
        try {
            Signature signing = signature(kept.getAlgorithm());
            signing.initSign(kept);
            signing.update(ANYTHING);
            byte[] signed = signing.sign();
            Signature verifying = signature(kept.getAlgorithm());
            verifying.initVerify(shown);
            verifying.update(ANYTHING);
            return verifying.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "RSASSA-PSS" -> {
                Signature signature = Signature.getInstance(algorithm);
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield signature;
            }
            default -> Signature.getInstance(algorithm);
        };
    }
}
