{{- define "service.selector" -}}
app.kubernetes.io/name: {{ .Values.module }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "service.podLabels" -}}
{{ include "service.selector" . }}
opta.dev/environment: {{ .Values.environment }}
opta.dev/layer: {{ .Values.layer }}
opta.dev/module: {{ .Values.module }}
{{- end -}}

{{- define "service.labels" -}}
{{ include "service.podLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "service.probe" -}}
{{- if .command }}
exec:
  command:
    {{- toYaml .command | nindent 4 }}
{{- else if .path }}
httpGet:
  path: {{ .path | quote }}
  port: {{ .port }}
{{- else }}
tcpSocket:
  port: {{ .tcp }}
{{- end }}
initialDelaySeconds: {{ .initialDelaySeconds }}
periodSeconds: 10
timeoutSeconds: 3
{{- end -}}
