{{- define "linkerd.labels" -}}
linkerd.io/control-plane-ns: {{ .Release.Namespace }}
app.kubernetes.io/part-of: Linkerd
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "linkerd.annotations" -}}
linkerd.io/created-by: {{ default .Chart.AppVersion .Values.linkerdVersion | printf "optaps-sandbox/helm %s" | quote }}
{{- end -}}

{{- define "linkerd.trustDomain" -}}
{{ default .Values.clusterDomain .Values.identityTrustDomain }}
{{- end -}}

{{- define "linkerd.resources" -}}
requests:
  cpu: {{ .cpu.request | quote }}
  memory: {{ .memory.request | quote }}
{{- if or .cpu.limit .memory.limit }}
limits:
  {{- with .cpu.limit }}
  cpu: {{ . | quote }}
  {{- end }}
  {{- with .memory.limit }}
  memory: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "linkerd.antiAffinity" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 100
    podAffinityTerm:
      topologyKey: topology.kubernetes.io/zone
      labelSelector:
        matchLabels:
          linkerd.io/control-plane-component: {{ . }}
  requiredDuringSchedulingIgnoredDuringExecution:
  - topologyKey: kubernetes.io/hostname
    labelSelector:
      matchLabels:
        linkerd.io/control-plane-component: {{ . }}
{{- end -}}

{{- /* One Deployment of the control plane: root, component, service account, ports, resources, arguments. */ -}}
{{- define "linkerd.deployment" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: linkerd-{{ .component }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    app.kubernetes.io/name: {{ .component }}
    app.kubernetes.io/version: {{ $root.Values.linkerdVersion }}
    linkerd.io/control-plane-component: {{ .component }}
    {{- include "linkerd.labels" $root | nindent 4 }}
  annotations:
    {{- include "linkerd.annotations" $root | nindent 4 }}
spec:
  replicas: {{ $root.Values.controllerReplicas }}
  revisionHistoryLimit: 10
  selector:
    matchLabels:
      linkerd.io/control-plane-component: {{ .component }}
      linkerd.io/control-plane-ns: {{ $root.Release.Namespace }}
  strategy:
    {{- toYaml $root.Values.deploymentStrategy | nindent 4 }}
  template:
    metadata:
      annotations:
        {{- include "linkerd.annotations" $root | nindent 8 }}
        cluster-autoscaler.kubernetes.io/safe-to-evict: "true"
        linkerd.io/trust-root-sha256: {{ $root.Values.identityTrustAnchorsPEM | sha256sum }}
        {{- with $root.Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      labels:
        linkerd.io/control-plane-component: {{ .component }}
        linkerd.io/control-plane-ns: {{ $root.Release.Namespace }}
        linkerd.io/workload-ns: {{ $root.Release.Namespace }}
        {{- with $root.Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- with $root.Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- if $root.Values.enablePodAntiAffinity }}
      affinity:
        {{- include "linkerd.antiAffinity" .component | nindent 8 }}
      {{- end }}
      serviceAccountName: linkerd-{{ .component }}
      securityContext:
        seccompProfile:
          type: RuntimeDefault
      containers:
      - name: {{ .component }}
        image: {{ $root.Values.controllerImage }}:{{ $root.Values.linkerdVersion }}
        imagePullPolicy: {{ $root.Values.imagePullPolicy }}
        args:
        - {{ .component }}
        - -log-level={{ $root.Values.controllerLogLevel }}
        {{- range .args }}
        - {{ . }}
        {{- end }}
        ports:
        {{- range .ports }}
        - name: {{ .name }}
          containerPort: {{ .port }}
        {{- end }}
        livenessProbe:
          httpGet:
            path: /ping
            port: {{ .adminPort }}
          initialDelaySeconds: 10
        readinessProbe:
          httpGet:
            path: /ready
            port: {{ .adminPort }}
          failureThreshold: 7
        resources:
          {{- include "linkerd.resources" .resources | nindent 10 }}
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop:
            - ALL
          readOnlyRootFilesystem: true
          runAsNonRoot: true
          runAsUser: {{ $root.Values.controllerUID | int64 }}
        {{- with .volumeMounts }}
        volumeMounts:
          {{- toYaml . | nindent 10 }}
        {{- end }}
      {{- with .volumes }}
      volumes:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end -}}
