public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    private Object row(R in) {
        return in.value() instanceof byte[] ? parse((byte[]) in.value()) : parse((String) in.value());
    }
}
