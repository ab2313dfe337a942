package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnNamesTest {
    /** inventory #11, #82, #207 */
    @ParameterizedTest
    @CsvSource({
        "ID,id",
        "userID,user_id",
        "USER_NAME,user_name",
        "USERNAME,username",
        "userName,user_name",
        "user_name,user_name",
        "_x,_x",
        "XMLHttp,xml_http",
        "XMLHTTPRequest,xmlhttp_request",
        "_userID,_user_id",
        "_ID_,_id_",
        "x,x",
        "X,x",
        "a1B,a1_b",
        "A1B,a1b",
        "aB1C2,a_b1_c2",
        "MD5,md5",
        "md5Hash,md5_hash",
        "MD5Hash,md5_hash",
        "IPv4,i_pv4",
        "ADDRESS2LINE,address2line",
        "ADDRESS_2,address_2",
        "address2Line,address2_line",
        "2ndName,2nd_name",
        "Ünïcode,ünïcode",
        "straßeNr,straße_nr",
        "名称,名称",
        "客户Name,客户name",
        "客户ID,客户id",
        "客户orderID,客户order_id",
        "Order Date,order_date",
        "order  date,order_date",
        "order-date,order_date",
        "User_Name,user_name",
        "user__ID,user__id"
    })
    void everyHouseStyleBecomesSnakeCase(String source, String target) {
        assertThat(ColumnNames.snakeCase(source)).isEqualTo(target);
    }

    @Test
    void aNameThatWasMadeIsNotMadeAnew() {
        Random random = new Random(42);
        String letters = "aBcD1 _-名é";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(8); length > 0; length--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            String made = ColumnNames.snakeCase(name.toString());
            assertThat(ColumnNames.snakeCase(made)).as(name.toString()).isEqualTo(made);
            assertThat(made.replace("_", ""))
                    .as("letters and digits of %s", name)
                    .isEqualTo(name.toString().replaceAll("[ _-]", "").toLowerCase(Locale.ROOT));
        }
    }
}
