public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    static final ConfigDef KEYS = new ConfigDef()
            .define("unseal.secret", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "the key")
            .define("unseal.secret.ref", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "where the key is");
}
