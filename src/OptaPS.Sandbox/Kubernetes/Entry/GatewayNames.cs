namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Storage names and controller names of the Gateway API.</summary>
internal static class GatewayNames
{
    public const string Classes = "gateway.networking.k8s.io/gatewayclasses";
    public const string Gateways = "gateway.networking.k8s.io/gateways";
    public const string Routes = "gateway.networking.k8s.io/httproutes";
    public const string GrpcRoutes = "gateway.networking.k8s.io/grpcroutes";
    public const string NginxController = "gateway.nginx.org/nginx-gateway-controller";
}
