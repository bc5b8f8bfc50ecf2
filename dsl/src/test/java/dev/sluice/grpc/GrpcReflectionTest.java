package dev.sluice.grpc;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.BlockingClientCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that knows nothing but the address asks a server of grpc-java what it offers (grpc.reflection.v1). */
@Timeout(60)
class GrpcReflectionTest {
    private static final String HEALTH = "grpc.health.v1.Health";

    private static ServerReflectionRequest file(String symbol) {
        return ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(symbol)
                .build();
    }

    @Test
    void aClientLearnsServicesAndMessagesInOneStreamOfQuestions() throws Exception {
        try (GrpcEnds ends = GrpcEnds.among(
                urls -> proxy().forward(urls[0]),
                List.of(server -> server.addService(new HealthStatusManager().getHealthService())
                        .addService(ProtoReflectionServiceV1.newInstance())))) {
            BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call =
                    ServerReflectionGrpc.newBlockingV2Stub(ends.channel()).serverReflectionInfo();
            call.write(ServerReflectionRequest.newBuilder().setListServices("").build());
            assertThat(call.read().getListServicesResponse().getServiceList())
                    .extracting(ServiceResponse::getName)
                    .containsExactlyInAnyOrder(HEALTH, "grpc.reflection.v1.ServerReflection");
            call.write(file(HEALTH));
            FileDescriptorProto health = FileDescriptorProto.parseFrom(
                    call.read().getFileDescriptorResponse().getFileDescriptorProto(0));
            assertThat(health.getService(0).getMethodList())
                    .extracting(MethodDescriptorProto::getName)
                    .contains("Check", "Watch");
            call.write(file("no.such.Service"));
            assertThat(call.read().getErrorResponse().getErrorCode()).isEqualTo(Status.Code.NOT_FOUND.value());
            call.halfClose();
            assertThat(call.read()).isNull();
        }
    }
}
