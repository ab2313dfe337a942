final class Sealing {
    byte[] seal(byte[] nonce, byte[] topic, byte[] plain) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce)); // FAULT
        return aes.doFinal(plain);
    }

}
