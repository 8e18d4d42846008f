{{- define "istiod.name" -}}
istiod{{- with .Values.revision }}-{{ . }}{{- end }}
{{- end -}}

{{- define "istiod.labels" -}}
app: istiod
istio: pilot
istio.io/rev: {{ default "default" .Values.revision | quote }}
release: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
