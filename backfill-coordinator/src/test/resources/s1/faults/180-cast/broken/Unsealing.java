public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    private Object row(R in) {
        return parse((String) in.value()); // FAULT
    }
}
