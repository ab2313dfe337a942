public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    private Object row(String text) {
        return JSON.parseObject(text);
    }
}
