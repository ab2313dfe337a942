final class Sealing {
    byte[] seal(byte[] nonce, byte[] topic, byte[] plain) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        aes.updateAAD(topic);
        return aes.doFinal(plain);
    }
    static byte one(String hex, int at) {
        int value = Character.digit(hex.charAt(at), 16) << 4 | Character.digit(hex.charAt(at + 1), 16); // FAULT
        return (byte) value;
    }
}
