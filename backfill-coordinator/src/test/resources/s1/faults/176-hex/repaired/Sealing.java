final class Sealing {
    byte[] seal(byte[] nonce, byte[] topic, byte[] plain) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        aes.updateAAD(topic);
        return aes.doFinal(plain);
    }
    static byte one(String hex, int at) {
        int high = Character.digit(hex.charAt(at), 16);
        int low = Character.digit(hex.charAt(at + 1), 16);
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("not hexadecimal at " + at);
        }
        return (byte) (high << 4 | low);
    }
}
