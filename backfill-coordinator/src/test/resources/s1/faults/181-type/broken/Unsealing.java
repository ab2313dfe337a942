public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    static final ConfigDef KEYS = new ConfigDef()
            .define("unseal.secret", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "the key"); // FAULT
}
